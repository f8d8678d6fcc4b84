import { checkArguments } from './checkArguments.js';
import { record, text } from './kinds.js';
import { type Problem, sentenceOf } from './problem.js';

/**
 * Writes a problem as one sentence: place, value, rule, remedy.
 *
 * @throws InputError `wrong_type` for what is no problem
 *
 * @example
 * ```ts
 * describeProblem({
 *   code: 'shape_mismatch', path: 'direction.length', value: 2,
 *   rule: 'must equal network.inputSize=3', remedy: 'pass one entry per input',
 * }); // 'direction.length=2 must equal network.inputSize=3; pass one entry per input.'
 * ```
 */
export function describeProblem(problem: Problem): string {
  checkArguments('describeProblem', {
    problem: [problem, record({ path: text, rule: text, remedy: text })],
  });
  return sentenceOf(problem);
}
