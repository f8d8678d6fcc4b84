import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const command = join(root, 'dist', 'cli', 'main.js');
const lock = join(root, 'node_modules', '.farfield-build');

/**
 * The path of the compiled command, compiled anew if the source is newer: tests of the command line
 * run what users run. One test file at a time compiles.
 */
export function builtCommand(): string {
  const deadline = Date.now() + 120_000;
  while (isStale()) {
    try {
      mkdirSync(lock);
    } catch {
      if (Date.now() > deadline) throw new Error(`${lock} is held; remove it if nothing compiles`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      continue;
    }
    try {
      execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'pipe' });
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return command;
}

function isStale(): boolean {
  const built = statSync(command, { throwIfNoEntry: false });
  if (!built) return true;
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .some((name) => statSync(join(root, 'src', name)).mtimeMs > built.mtimeMs);
}
