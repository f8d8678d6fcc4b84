import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { oneOf, optional } from '../errors/kinds.js';
import { checkOptions, type NanPolicy, scorePair } from './scorePair.js';
import { thresholdCounts } from './thresholdCounts.js';

/**
 * The false positive rate at the first threshold that reaches a true positive rate (FPR@95TPR).
 *
 * Convention: the *positive* class is out-of-distribution, so this is the share of in-distribution
 * inputs flagged when at least 95 % of the out-of-distribution ones are (OpenOOD's convention).
 * `positive: 'id'` gives the other common one: the share of out-of-distribution inputs accepted
 * when at least 95 % of the in-distribution ones are. A score equal to the threshold is on the
 * positive side. Arithmetic: exact counts, one float64 division.
 *
 * @param id - novelty of in-distribution inputs
 * @param ood - novelty of out-of-distribution inputs
 * @param options - `truePositiveRate` in (0, 1], 0.95 if absent
 * @returns in [0, 1]; 0 is perfect
 * @throws InputError `out_of_range` for a rate outside (0, 1]; as `scorePair` does
 *
 * @example
 * ```ts
 * falsePositiveRate([0, 1], [1, 2]); // 0.5: to reach both 1 and 2 the threshold is 1
 * ```
 */
export function falsePositiveRate(
  id: ArrayLike<number>,
  ood: ArrayLike<number>,
  options: {
    readonly truePositiveRate?: number;
    readonly positive?: 'ood' | 'id';
    readonly nan?: NanPolicy;
  } = {},
): number {
  checkOptions('falsePositiveRate', options);
  checkArguments('falsePositiveRate', {
    positive: [options.positive, optional(oneOf('ood', 'id'))],
  });
  const rate = options.truePositiveRate ?? 0.95;
  if (!(typeof rate === 'number' && rate > 0 && rate <= 1)) {
    throw new InputError('falsePositiveRate', [
      {
        code: 'out_of_range',
        path: 'truePositiveRate',
        value: rate,
        rule: 'must be in (0, 1]',
        remedy: 'give a fraction, 0.95 and not 95',
      },
    ]);
  }
  const pair = scorePair('falsePositiveRate', id, ood, options.nan);
  const [positive, negative] =
    options.positive === 'id'
      ? [pair.id.map((score) => -score), pair.ood.map((score) => -score)]
      : [pair.ood, pair.id];
  const { truePositives, falsePositives } = thresholdCounts(positive, negative);
  const reached = truePositives.findIndex((count) => count / positive.length >= rate);
  return falsePositives[reached] / negative.length;
}
