import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

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

/** Removes the folders made so far. */
export function removeTemporaryFolders(): void {
  for (const folder of made.splice(0)) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
