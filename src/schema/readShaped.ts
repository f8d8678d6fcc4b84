import { InputError } from '../errors/inputError.js';
import { readJsonFile } from '../files/readJsonFile.js';
import { problemsOf, type Shape } from './shape.js';

/**
 * Reads a JSON file of a shape.
 *
 * @param root - what the file holds, for the places of problems: `rays` of `rays[3].origin`
 * @param most - how many problems are told
 * @throws InputError as `readJsonFile`, and with every problem of what it holds up to `most`
 */
export async function readShaped<T>(
  path: string,
  shape: Shape<T>,
  { root = '', most = 20 }: { readonly root?: string; readonly most?: number } = {},
): Promise<T> {
  const json = await readJsonFile(path);
  // What is wrong with the whole has no other place than the file.
  const problems = problemsOf(shape, json, root).map((problem) =>
    problem.path === '' ? { ...problem, path: 'file' } : problem,
  );
  if (problems.length > 0) throw new InputError(path, problems.slice(0, most));
  return json as T;
}
