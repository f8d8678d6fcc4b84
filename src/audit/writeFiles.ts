import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors/inputError.js';

/**
 * Writes files to a folder, made if need be, all or none: under temporary names first, flushed to
 * disk, then renamed.
 *
 * @returns the paths written
 * @throws InputError `failed` if the folder or a file in it cannot be written
 */
export async function writeFiles(
  folder: string,
  files: readonly { readonly name: string; readonly content: string }[],
): Promise<string[]> {
  const planned = files.map(({ name, content }) => ({
    path: join(folder, name),
    temporary: join(folder, `.${name}.${process.pid}.new`),
    content,
  }));
  try {
    await mkdir(folder, { recursive: true });
    for (const { path } of planned) await refuseFolder(path);
    for (const { temporary, content } of planned) await writeThrough(temporary, content);
    for (const { path, temporary } of planned) await rename(temporary, path);
  } catch (error) {
    for (const { temporary } of planned) await rm(temporary, { force: true }).catch(() => {});
    if (error instanceof InputError) throw error;
    throw new InputError('--out', [
      {
        code: 'failed',
        path: 'folder',
        value: folder,
        rule: `must be a folder that can be written to (${(error as Error).message})`,
        remedy: 'give another',
      },
    ]);
  }
  return planned.map(({ path }) => path);
}

/** A folder in a file's place would be noticed only while renaming, with half of it done. */
async function refuseFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) return;
  throw new InputError(path, [
    {
      code: 'failed',
      path: 'file',
      rule: 'must not be a folder',
      remedy: 'move it away, or write the reports elsewhere',
    },
  ]);
}

async function writeThrough(path: string, content: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
