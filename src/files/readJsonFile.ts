import { readFile, stat } from 'node:fs/promises';
import { InputError } from '../errors/inputError.js';
import type { ProblemCode } from '../errors/problem.js';

/** A JSON file beyond this is not one of ours. */
const LARGEST_BYTES = 2 ** 29;

/**
 * Reads and parses a JSON file.
 *
 * @throws InputError `not_found`, `too_large`, `empty`, `malformed`, each naming the file
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const fail = (code: ProblemCode, rule: string, remedy: string): never => {
    throw new InputError(path, [{ code, path: 'file', rule, remedy }]);
  };
  let text = '';
  try {
    const { size } = await stat(path);
    if (size > LARGEST_BYTES) {
      fail('too_large', `has ${size} bytes, more than ${LARGEST_BYTES}`, 'check the path');
    }
    // Some editors begin a file with a byte order mark.
    text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof InputError) throw error;
    fail('not_found', `cannot be read (${(error as Error).message})`, 'check the path');
  }
  if (text.trim() === '') fail('empty', 'is empty', 'check the path');
  try {
    return JSON.parse(text);
  } catch (error) {
    return fail('malformed', `is not JSON (${(error as Error).message})`, 'mend the file');
  }
}
