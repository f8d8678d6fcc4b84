import { describe, expect, it } from 'vitest';

/** Registers tests as vitest does, or says why they cannot run. */
export interface GuardedTests {
  describe(title: string, body: () => void): void;
  it(title: string, run: () => void | Promise<void>): void;
}

/**
 * Tests that need something a machine may lack: a tool, a data file, a folder. Where it is missing
 * they are skipped and their names say "not checked"; with CI=true, a run that checks nothing being
 * no success, they fail instead.
 *
 * @param what - what they need, as a reader would look for it: `Chromium`, `dry-bean.csv`
 * @param here - whether it is here
 *
 * @example
 * testsNeeding('python3', spawnSync('python3', ['--version']).status === 0).it('…', () => { … });
 */
export function testsNeeding(what: string, here: boolean): GuardedTests {
  if (here) {
    return {
      describe: (title, body) => void describe(title, body),
      it: (title, run) => it(title, run),
    };
  }
  const missing = (title: string) =>
    process.env.CI === 'true'
      ? it(title, () => expect.fail(`${what} is missing`))
      : it.skip(`${title} (not checked: no ${what})`, () => undefined);
  return { describe: missing, it: missing };
}
