import { FarfieldError } from './farfieldError.js';
import { type Problem, type ProblemCode, sentenceOf } from './problem.js';

/**
 * Bad input: every problem found, not only the first.
 *
 * `code` and `path` are those of the first problem, for callers that want one.
 *
 * @example
 * ```ts
 * new InputError('tail', [{
 *   code: 'zero_direction', path: 'direction',
 *   rule: 'must not be all zero', remedy: 'give at least one non-zero entry',
 * }]).message; // 'tail: direction must not be all zero; give at least one non-zero entry.'
 * ```
 */
export class InputError extends FarfieldError {
  override readonly name = 'InputError';
  readonly exitCode = 2;
  readonly code: ProblemCode;
  readonly path: string;

  /**
   * @param where - the function, or the file, that found the problems
   * @param problems - at least one
   */
  constructor(
    readonly where: string,
    readonly problems: readonly Problem[],
  ) {
    super(
      problems.length === 1
        ? `${where}: ${sentenceOf(problems[0])}`
        : `${where}: ${problems.length} problems\n${problems.map((p) => `  - ${sentenceOf(p)}`).join('\n')}`,
    );
    this.code = problems[0]?.code ?? 'malformed';
    this.path = problems[0]?.path ?? '';
  }
}
