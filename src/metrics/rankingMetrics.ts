import { auroc } from './auroc.js';
import { averagePrecision } from './averagePrecision.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import { checkOptions, type NanPolicy, scorePair } from './scorePair.js';

/** The four usual measures of how well novelty scores separate two samples. */
export interface RankingMetrics {
  /** See `auroc`. */
  readonly auroc: number;
  /** See `falsePositiveRate`: in-distribution inputs flagged when 95 % of the others are. */
  readonly fpr95: number;
  /** See `averagePrecision`: in-distribution as the positive class. */
  readonly auprIn: number;
  /** See `averagePrecision`: out-of-distribution as the positive class. */
  readonly auprOut: number;
}

/**
 * AUROC, FPR@95TPR, AUPR-in and AUPR-out of novelty scores (higher = more out-of-distribution).
 *
 * @throws InputError `empty`, `not_a_number` as `scorePair` does
 *
 * @example
 * ```ts
 * rankingMetrics([0, 1], [2, 3]); // { auroc: 1, fpr95: 0, auprIn: 1, auprOut: 1 }
 * ```
 */
export function rankingMetrics(
  id: ArrayLike<number>,
  ood: ArrayLike<number>,
  options: { readonly nan?: NanPolicy } = {},
): RankingMetrics {
  checkOptions('rankingMetrics', options);
  const pair = scorePair('rankingMetrics', id, ood, options.nan);
  return {
    auroc: auroc(pair.id, pair.ood),
    fpr95: falsePositiveRate(pair.id, pair.ood),
    auprIn: averagePrecision(pair.id, pair.ood, { positive: 'id' }),
    auprOut: averagePrecision(pair.id, pair.ood, { positive: 'ood' }),
  };
}
