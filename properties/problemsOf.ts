import { InputError } from '../src/errors/inputError.js';

/** What a call is refused for, as `code path` of each problem; none if it is not. Throws what else it throws. */
export function problemsOf(call: () => unknown): string[] {
  try {
    call();
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ code, path }) => `${code} ${path}`);
  }
}
