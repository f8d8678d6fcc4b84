import { InputError } from './inputError.js';
import { type Kind, problemsOf } from './kinds.js';
import type { Problem } from './problem.js';

/**
 * Checks the arguments of a public function at its entrance.
 *
 * @param where - the function
 * @param checks - by name, the argument and what it may be
 * @throws InputError with every problem of every argument, up to ten each
 *
 * @example
 * ```ts
 * checkArguments('logOdds', { logits: [logits, numbers({ least: 1 })], classIndex: [c, whole(0)] });
 * ```
 */
export function checkArguments(
  where: string,
  checks: Readonly<Record<string, readonly [value: unknown, kind: Kind]>>,
): void {
  const problems: Problem[] = [];
  for (const name of Object.keys(checks)) {
    const [value, kind] = checks[name];
    problems.push(...problemsOf(kind, value, name));
  }
  if (problems.length > 0) throw new InputError(where, problems);
}
