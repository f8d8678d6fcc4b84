import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../errors/inputError.js';
import type { ProblemCode } from '../errors/problem.js';

/** Larger than any data set here; beyond it a file is a mistake. */
export const LARGEST_DATA_BYTES = 2 ** 30;

/**
 * Reads a data file whole, unpacked if its name ends in `.gz`.
 *
 * @throws InputError `not_found`, `too_large`, `empty`, `truncated` (a damaged archive), each
 *   naming the file
 */
export async function readDataFile(path: string): Promise<Buffer> {
  const fail = (code: ProblemCode, rule: string, remedy: string): never => {
    throw new InputError(path, [{ code, path: 'file', rule, remedy }]);
  };
  let bytes: Buffer = Buffer.alloc(0);
  try {
    const { size } = await stat(path);
    if (size > LARGEST_DATA_BYTES) {
      fail('too_large', `has ${size} bytes, more than ${LARGEST_DATA_BYTES}`, 'check the path');
    }
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    fail('not_found', `cannot be read (${(error as Error).message})`, 'check the path');
  }
  if (bytes.length === 0) fail('empty', 'is empty', 'fetch it again');
  if (!path.endsWith('.gz')) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_DATA_BYTES });
  } catch (error) {
    return fail(
      'truncated',
      `is not a whole gzip archive (${(error as Error).message})`,
      'fetch it again',
    );
  }
}

/** A data file as text: UTF-8, without a byte order mark. */
export async function readDataText(path: string): Promise<string> {
  const bytes = await readDataFile(path);
  if (bytes.subarray(0, 4096).includes(0)) {
    throw new InputError(path, [
      {
        code: 'malformed',
        path: 'file',
        rule: 'holds zero bytes, so it is not a text table',
        remedy: 'export it as CSV in UTF-8',
      },
    ]);
  }
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** A file's name as messages show it. */
export function fileNameOf(path: string): string {
  return basename(path);
}
