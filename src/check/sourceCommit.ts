import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { proofsFolder } from '../proofs/proofsFolder.js';

/**
 * The commit of farfield's own checkout, with `-changed` where tracked files differ from it; null for an
 * installed package and where git is not to be had.
 *
 * @param root - of the checkout
 */
export function sourceCommit(root: string = join(proofsFolder(), '..')): string | null {
  // Without a folder of its own git would answer for the project that farfield is installed in.
  if (!existsSync(join(root, '.git'))) return null;
  try {
    const git = (...command: string[]) =>
      execFileSync('git', ['-C', root, ...command], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    const commit = git('rev-parse', 'HEAD');
    if (!/^[0-9a-f]{40,64}$/.test(commit)) return null;
    return git('status', '--porcelain', '--untracked-files=no') === ''
      ? commit
      : `${commit}-changed`;
  } catch {
    return null;
  }
}
