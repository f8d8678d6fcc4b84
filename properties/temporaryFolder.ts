import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

// Each test file loads its own copy of this module, so this runs after the file's last test.
afterAll(() => {
  for (const folder of made.splice(0)) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}, 60_000);

/**
 * A new, empty folder that is removed after the last test of the file. To be called anywhere: at
 * the top of a test file, in a hook or in a test.
 *
 * @param name - makes the folder recognisable: `farfield-<name>-…`
 */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `farfield-${name}-`));
  made.push(folder);
  return folder;
}
