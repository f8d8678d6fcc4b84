import { InputError } from './inputError.js';
import { type Kind, problemsOf } from './kinds.js';

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
  const problems = Object.entries(checks).flatMap(([name, [value, kind]]) =>
    problemsOf(kind, value, name),
  );
  if (problems.length > 0) throw new InputError(where, problems);
}
