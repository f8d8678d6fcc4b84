import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../src/cli/runCommandLine.js';

/** The compiled command: see `buildIfStale.ts`. */
export const COMMAND = join(
  dirname(dirname(fileURLToPath(import.meta.url))),
  ...['dist', 'cli', 'main.js'],
);

/** How a command ended, and what it printed. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the compiled command in a process of its own, as a user would from a shell. */
export function farfieldInShell(...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/**
 * Runs the command from its sources in this process, which loads them once for all tests; threads that
 * it starts run what is compiled. One command at a time.
 *
 * @example
 * const { status, stdout } = await farfield('list', '--json');
 */
export async function farfield(...args: string[]): Promise<Ended> {
  const printed = { stdout: '', stderr: '' };
  const restore = (['stdout', 'stderr'] as const).map((name) => {
    const { write } = process[name];
    process[name].write = ((text: string | Uint8Array) => {
      printed[name] += typeof text === 'string' ? text : new TextDecoder().decode(text);
      return true;
    }) as typeof write;
    return () => {
      process[name].write = write;
    };
  });
  try {
    return { status: await runCommandLine(args), ...printed };
  } finally {
    for (const undo of restore) undo();
    process.exitCode = undefined;
  }
}
