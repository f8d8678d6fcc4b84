import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { holdsNumbers, numbers, oneOf, problemsOf, record } from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';

/**
 * What to do with a score that is NaN. ±∞ is never a problem: infinities are ranked.
 *
 * `error` refuses it; `most-novel` ranks it with +∞, as a monitor that cannot score an input
 * should; `least-novel` ranks it with −∞, the worst case. Dropping is not on offer: a detector
 * that fails on exactly the inputs it should flag would look better for it. The one place where
 * dropping is reproduced is `cea2024Metrics`.
 */
export type NanPolicy = 'error' | 'most-novel' | 'least-novel';

/** Novelty scores of in-distribution and of out-of-distribution inputs, free of NaN. */
export interface ScorePair {
  readonly id: Float64Array;
  readonly ood: Float64Array;
}

/**
 * Checks two samples of novelty scores and settles NaN by policy.
 *
 * @param id - novelty of in-distribution inputs, at least one
 * @param ood - novelty of out-of-distribution inputs, at least one
 * @throws InputError `empty` if a sample is, `not_a_number` if a score is NaN and the policy `error`,
 *   `wrong_type` if a sample holds no numbers, `unknown_value` for another policy
 *
 * @example
 * ```ts
 * scorePair('auroc', [0, 1], [NaN], 'most-novel').ood; // Float64Array [Infinity]
 * ```
 */
export function scorePair(
  where: string,
  id: ArrayLike<number>,
  ood: ArrayLike<number>,
  nan: NanPolicy = 'error',
): ScorePair {
  checkArguments(where, { nan: [nan, oneOf('error', 'most-novel', 'least-novel')] });
  const problems: Problem[] = [];
  const pair = {
    id: settled('id', id, nan, problems),
    ood: settled('ood', ood, nan, problems),
  };
  if (problems.length > 0) throw new InputError(where, problems);
  return pair;
}

function settled(
  name: string,
  scores: ArrayLike<number>,
  nan: NanPolicy,
  problems: Problem[],
): Float64Array {
  if (!holdsNumbers(scores)) {
    problems.push(...problemsOf(numbers({ infinite: true, nan: true }), scores, name));
    return new Float64Array();
  }
  if (scores.length === 0) {
    problems.push({
      code: 'empty',
      path: name,
      rule: 'must hold at least one score',
      remedy: 'a ranking of nothing has no quality',
    });
  }
  const out = Float64Array.from(scores);
  for (let i = 0; i < out.length; i++) {
    if (!Number.isNaN(out[i])) continue;
    if (nan !== 'error') {
      out[i] = nan === 'most-novel' ? Infinity : -Infinity;
    } else if (problems.length < 10) {
      problems.push({
        code: 'not_a_number',
        path: `${name}[${i}]`,
        value: scores[i],
        rule: 'must not be NaN',
        remedy: "mend the detector, or choose nan: 'most-novel' or 'least-novel'",
      });
    }
  }
  return out;
}

/**
 * Checks the options of a metric as an object; what they hold is checked where it is used.
 *
 * @throws InputError `wrong_type`
 */
export function checkOptions(where: string, options: object): void {
  checkArguments(where, { options: [options, record({})] });
}
