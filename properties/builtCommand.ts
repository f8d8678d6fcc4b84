import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'cli');

/** How a command ended, and what it printed. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the compiled command in a process of its own, as a user would from a shell. */
export function farfieldInShell(...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, 'main.js'), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/**
 * Runs the compiled command in this process: the same modules as in a shell, loaded once for all
 * tests. One command at a time.
 *
 * @example
 * const { status, stdout } = await farfield('list', '--json');
 */
export async function farfield(...args: string[]): Promise<Ended> {
  const { runCommandLine }: typeof import('../src/cli/runCommandLine.js') = await import(
    pathToFileURL(join(dist, 'runCommandLine.js')).href
  );
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
