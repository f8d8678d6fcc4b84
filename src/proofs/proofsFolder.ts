import { fileURLToPath } from 'node:url';

/**
 * Finds the folder of the formal development.
 *
 * The same two steps up lead from `src/proofs` in the repository and from `dist/proofs` in the
 * installed package, which ships `proofs/` beside `dist/`.
 *
 * @returns an absolute path, ending in a separator
 *
 * @example
 * ```ts
 * proofsFolder(); // '/…/farfield/proofs/'
 * ```
 */
export function proofsFolder(): string {
  return fileURLToPath(new URL('../../proofs/', import.meta.url));
}
