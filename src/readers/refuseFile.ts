import { InputError } from '../errors/inputError.js';
import type { ProblemCode } from '../errors/problem.js';

/**
 * Refuses a file for one problem.
 *
 * @param where - the file's name
 * @throws InputError always
 */
export function refuseFile(
  where: string,
  code: ProblemCode,
  path: string,
  rule: string,
  remedy: string,
  ...value: readonly unknown[]
): never {
  const problem = { code, path, rule, remedy };
  throw new InputError(where, [value.length === 0 ? problem : { ...problem, value: value[0] }]);
}
