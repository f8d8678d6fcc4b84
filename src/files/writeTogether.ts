import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../errors/inputError.js';

/** A file to write: its name in the folder and all of its text. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes files to a folder, made if need be, all or nothing.
 *
 * Nothing there is replaced before all new files are complete: they are written under temporary
 * names beside the old ones, flushed to disk, and renamed one after the other at the end. If anything
 * fails before that, the old files are as they were and the temporary ones are removed.
 *
 * @returns the paths written
 * @throws InputError `failed` if the folder or a file in it cannot be written
 */
export async function writeTogether(
  directory: string,
  texts: readonly NamedText[],
): Promise<string[]> {
  const files = texts.map(({ name, text }) => ({
    path: join(directory, name),
    temporary: join(directory, `.${name}.${process.pid}.new`),
    text,
  }));
  try {
    await makeFolder(directory);
    for (const { path } of files) await refuseDirectory(path);
    for (const { temporary, text } of files) await writeThrough(temporary, text);
    for (const { path, temporary } of files) await rename(temporary, path);
  } catch (error) {
    for (const { temporary } of files) await rm(temporary, { force: true }).catch(() => {});
    if (error instanceof InputError) throw error;
    throw unwritable(directory, error as NodeJS.ErrnoException);
  }
  return files.map(({ path }) => path);
}

/**
 * Refuses a place that cannot be a folder, for a file is there or above it: before what takes long.
 *
 * @throws InputError `failed` as {@link writeTogether}
 */
export async function refuseFileAsFolder(directory: string): Promise<void> {
  for (let path = resolve(directory); ; path = dirname(path)) {
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory() || (!found && path === dirname(path))) return;
    if (!found) continue;
    const code = path === resolve(directory) ? 'EEXIST' : 'ENOTDIR';
    throw unwritable(directory, { code, message: code });
  }
}

/**
 * Makes a folder and what is missing above it. One at a time: `mkdir` with `recursive` never comes
 * back where the file system says of an existing parent that there is none, as that of processes does.
 */
async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return;
  const parent = dirname(path);
  if (!found && parent !== path && !(await stat(parent).catch(() => null)))
    await makeFolder(parent);
  await mkdir(path).catch(async (error: NodeJS.ErrnoException) => {
    // Another process may have made it meanwhile.
    const made = await stat(path).catch(() => null);
    if (!made?.isDirectory()) throw error;
  });
}

/** A directory in a file's place would be noticed only while renaming, with half of it done. */
async function refuseDirectory(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) return;
  throw new InputError(path, [
    {
      code: 'failed',
      path: 'file',
      rule: 'must not be a directory',
      remedy: 'move it away, or write elsewhere',
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

function unwritable(
  directory: string,
  { code, message }: Pick<NodeJS.ErrnoException, 'code' | 'message'>,
): InputError {
  const rules: Record<string, string> = {
    EEXIST: 'must be a directory, but is a file',
    ENOTDIR: 'must be a directory, but a part of the path is a file',
    EACCES: 'must be writable, but permission is denied',
    EPERM: 'must be writable, but that is not permitted',
    EROFS: 'must be writable, but the file system is read-only',
    ENOSPC: 'must have room, but the disk is full',
    ENAMETOOLONG: 'must be a path the file system can hold, but is too long',
  };
  return new InputError('write', [
    {
      code: 'failed',
      path: 'directory',
      value: directory,
      rule: rules[code ?? ''] ?? `must be writable (${message})`,
      remedy: 'give a directory that can be written to',
    },
  ]);
}
