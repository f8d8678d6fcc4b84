import { readDataText } from '../data/dataFile.js';
import { InputError } from '../errors/inputError.js';

/**
 * Reads a JSON file.
 *
 * @throws InputError naming the file if it cannot be read or is not JSON
 */
export async function readJson(path: string): Promise<unknown> {
  const text = await readDataText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(path, [
      {
        code: 'malformed',
        path: 'file',
        rule: `is not JSON (${(error as Error).message})`,
        remedy: 'mend the file',
      },
    ]);
  }
}
