import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../errors/inputError.js';

/** The Coq files of a development, in the order in which they compile. */
export interface SourceFiles {
  readonly names: readonly string[];
  readonly text: ReadonlyMap<string, string>;
}

/**
 * Reads the sources that `_CoqProject` lists, in its order.
 *
 * @param folder - holds `_CoqProject` and the `.v` files
 * @throws InputError `not_found` if `_CoqProject` is missing
 * @throws InputError `inconsistent` if a listed file is missing, or a `.v` file is not listed: an
 *   unlisted file would escape the audit
 *
 * @example
 * ```ts
 * sourceFiles(proofsFolder()).names[0]; // 'Basics.v'
 * ```
 */
export function sourceFiles(folder: string): SourceFiles {
  const present = readFolder(folder);
  if (!present.includes('_CoqProject')) {
    throw new InputError('proofs', [
      {
        code: 'not_found',
        path: join(folder, '_CoqProject'),
        rule: 'must exist',
        remedy: 'run from a checkout or an installed package',
      },
    ]);
  }
  const names = readFileSync(join(folder, '_CoqProject'), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.endsWith('.v'));
  const problems = [
    ...names
      .filter((name) => !present.includes(name))
      .map((name) => misfit(name, 'is listed in _CoqProject but does not exist')),
    ...present
      .filter((name) => name.endsWith('.v') && !names.includes(name))
      .map((name) => misfit(name, 'is not listed in _CoqProject')),
    ...names
      .filter((name, n) => names.indexOf(name) !== n)
      .map((name) => misfit(name, 'is listed in _CoqProject twice')),
  ];
  if (problems.length > 0) throw new InputError('proofs', problems);
  return {
    names,
    text: new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
  };
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function misfit(path: string, rule: string) {
  return { code: 'inconsistent', path, rule, remedy: 'make folder and list agree' } as const;
}
