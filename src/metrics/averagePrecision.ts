import { checkArguments } from '../errors/checkArguments.js';
import { oneOf } from '../errors/kinds.js';
import { checkOptions, type NanPolicy, scorePair } from './scorePair.js';
import { type ThresholdCounts, thresholdCounts } from './thresholdCounts.js';

/**
 * The area under the precision-recall curve, AUPR.
 *
 * `positive: 'ood'` is AUPR-out: precision and recall of "flagged" for out-of-distribution inputs.
 * `positive: 'id'` is AUPR-in: of "accepted" for in-distribution inputs, ranked by −novelty.
 * The area is the step sum Σ (R_i − R_{i−1}) P_i (average precision): joining the points of a
 * precision-recall curve by straight lines overstates it (Davis and Goadrich 2006). The
 * trapezoidal area that OpenOOD reports is in `cea2024Metrics`.
 *
 * @param id - novelty of in-distribution inputs
 * @param ood - novelty of out-of-distribution inputs
 * @returns in (0, 1]; chance level is the share of positives, not ½
 * @throws InputError `empty`, `not_a_number` as `scorePair` does
 *
 * @example
 * ```ts
 * averagePrecision([0], [1, 2], { positive: 'ood' }); // 1
 * ```
 */
export function averagePrecision(
  id: ArrayLike<number>,
  ood: ArrayLike<number>,
  options: { readonly positive: 'ood' | 'id'; readonly nan?: NanPolicy },
): number {
  checkOptions('averagePrecision', options);
  checkArguments('averagePrecision', { positive: [options.positive, oneOf('ood', 'id')] });
  const pair = scorePair('averagePrecision', id, ood, options.nan);
  const counts =
    options.positive === 'ood'
      ? thresholdCounts(pair.ood, pair.id)
      : thresholdCounts(
          pair.id.map((score) => -score),
          pair.ood.map((score) => -score),
        );
  return stepArea(counts, (options.positive === 'ood' ? pair.ood : pair.id).length);
}

function stepArea({ truePositives, falsePositives }: ThresholdCounts, positives: number): number {
  let area = 0;
  let before = 0;
  for (let i = 0; i < truePositives.length; i++) {
    const hits = truePositives[i];
    if (hits > before) area += ((hits - before) / positives) * (hits / (hits + falsePositives[i]));
    before = hits;
  }
  return area;
}
