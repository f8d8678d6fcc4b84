import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { proofsFolder } from '../proofs/proofsFolder.js';
import { type TheoremPlace, theoremPlaces } from '../proofs/theoremPlaces.js';

/** What a report can say about the repository's files, from where it lies. */
export interface RepositoryView {
  /**
   * From the report to the repository: "../". null where the report is outside of it: a link would be
   * dead as soon as the report is sent to somebody, so files are named and not linked.
   */
  readonly root: string | null;
  /** Where theorems are stated; empty if that is not known. */
  readonly theorems: ReadonlyMap<string, TheoremPlace>;
}

/** Of a report that nobody knows the place of. */
export const NO_PLACE: RepositoryView = { root: null, theorems: new Map() };

/**
 * The repository as a report in a folder sees it.
 *
 * @param folder - where the report goes; need not exist
 * @param root - the repository or the installed package
 */
export function repositoryView(
  folder: string,
  root: string = dirname(proofsFolder()),
): RepositoryView {
  if (!existsSync(join(root, 'docs', 'theory.md')) || !existsSync(join(root, 'proofs'))) {
    return NO_PLACE;
  }
  const theorems = theoremPlaces();
  const down = relative(realpathSync(root), existingPart(resolve(folder)));
  const isInside = down !== '..' && !down.startsWith(`..${sep}`) && resolve(down) !== down;
  if (!isInside) return { root: null, theorems };
  const steps = down === '' ? 0 : down.split(sep).length;
  return { root: steps === 0 ? './' : '../'.repeat(steps), theorems };
}

/** A path with its links followed, as far as it exists. */
function existingPart(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const above = dirname(path);
  return above === path ? path : join(existingPart(above), path.slice(above.length));
}
