import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence } from '../check/evidence.js';
import { InputError } from '../errors/inputError.js';
import type { Exporter } from './exporter.js';
import { htmlExporter } from './html/renderHtml.js';
import { junitExporter } from './renderJunit.js';
import { markdownExporter } from './renderMarkdown.js';
import { jsonExporter } from './serializeEvidence.js';

/** What a run writes; add a format by adding a line. */
export const EXPORTERS: readonly Exporter[] = [
  jsonExporter,
  htmlExporter,
  markdownExporter,
  junitExporter,
];

/**
 * Writes evidence.json, report.html, report.md and junit.xml to a directory, made if need be.
 *
 * Nothing there is replaced before all new files are complete: they are written under temporary
 * names beside the old ones, flushed to disk, and renamed one after the other at the end. If anything
 * fails before that, the old reports are as they were and the temporary files are removed.
 *
 * @returns the paths written
 * @throws InputError `failed` if the directory or a file in it cannot be written
 *
 * @example
 * ```ts
 * await writeReports('reports', evidence); // ['reports/evidence.json', 'reports/report.html', …]
 * ```
 */
export async function writeReports(directory: string, evidence: Evidence): Promise<string[]> {
  const files: { readonly path: string; readonly temporary: string; readonly content: string }[] =
    [];
  for (const exporter of EXPORTERS) {
    files.push({
      path: join(directory, exporter.fileName),
      temporary: join(directory, `.${exporter.fileName}.${process.pid}.new`),
      content: await exporter.write(evidence),
    });
  }
  try {
    await mkdir(directory, { recursive: true });
    for (const { path } of files) await refuseDirectory(path);
    for (const { temporary, content } of files) await writeThrough(temporary, content);
    for (const { path, temporary } of files) await rename(temporary, path);
  } catch (error) {
    for (const { temporary } of files) await rm(temporary, { force: true }).catch(() => {});
    if (error instanceof InputError) throw error;
    throw unwritable(directory, error as NodeJS.ErrnoException);
  }
  return files.map(({ path }) => path);
}

/** A directory in a report's place would be noticed only while renaming, with half of it done. */
async function refuseDirectory(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) return;
  throw new InputError(path, [
    {
      code: 'failed',
      path: 'file',
      rule: 'must not be a directory',
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

function unwritable(directory: string, { code, message }: NodeJS.ErrnoException): InputError {
  const rules: Record<string, string> = {
    EEXIST: 'must be a directory, but is a file',
    ENOTDIR: 'must be a directory, but a part of the path is a file',
    EACCES: 'must be writable, but permission is denied',
    EPERM: 'must be writable, but that is not permitted',
    EROFS: 'must be writable, but the file system is read-only',
    ENOSPC: 'must have room, but the disk is full',
    ENAMETOOLONG: 'must be a path the file system can hold, but is too long',
  };
  return new InputError('writeReports', [
    {
      code: 'failed',
      path: 'directory',
      value: directory,
      rule: rules[code ?? ''] ?? `must be writable (${message})`,
      remedy: 'give a directory that can be written to',
    },
  ]);
}
