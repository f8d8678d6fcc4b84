import { checkArguments } from '../errors/checkArguments.js';
import { holdsNumbers, numbers } from '../errors/kinds.js';
import type { RankingMetrics } from './rankingMetrics.js';
import {
  type ThresholdCounts,
  thresholdCounts,
  thresholdCountsOfSorted,
} from './thresholdCounts.js';

/**
 * The metrics as the CEA authors' evaluation computes them (OpenOOD's code, `variant: 'cea-2024'`).
 *
 * Differences from `rankingMetrics`, all reproduced on purpose and used for nothing else:
 *
 * - *Non-finite scores are deleted first*, so a detector is not charged for the inputs on which it
 *   overflows. With nothing left of the out-of-distribution sample the result is
 *   fpr 0, auroc NaN, aupr 1 and ½; with nothing left of either it is `null`.
 * - The ROC curve has its collinear points dropped before the first with tpr ≥ 95 % is looked up,
 *   so the fpr can be that of a later, higher threshold count.
 * - AUPR is the trapezoidal area, which overstates it.
 *
 * @param id - novelty (−conf) of in-distribution inputs
 * @param ood - novelty of out-of-distribution inputs
 *
 * @example
 * ```ts
 * cea2024Metrics([0, 1, NaN], [2, 3])!.auroc; // 1
 * ```
 */
export function cea2024Metrics(
  id: ArrayLike<number>,
  ood: ArrayLike<number>,
): RankingMetrics | null {
  const inside = deleteNonFinite(id);
  const outside = deleteNonFinite(ood);
  if (inside.length + outside.length === 0) return null;
  const { truePositiveRate, falsePositiveRate } = curveOf(thresholdCounts(outside, inside));
  // Like numpy's argmax: index 0 when no entry qualifies, as when the rates are 0/0.
  const reached = Math.max(
    0,
    truePositiveRate.findIndex((rate) => rate >= 0.95),
  );
  const negated = (scores: Float64Array) => scores.map((score) => -score);
  return {
    auroc: trapezoidalArea(falsePositiveRate, truePositiveRate),
    fpr95: falsePositiveRate[reached],
    auprIn: trapezoidalPrecisionArea(thresholdCounts(negated(inside), negated(outside))),
    auprOut: trapezoidalPrecisionArea(thresholdCounts(outside, inside)),
  };
}

/**
 * The `auroc` of `cea2024Metrics` alone.
 *
 * @param inside - novelty of in-distribution inputs, ascending, without those that are not finite
 * @param outside - novelty of out-of-distribution inputs, likewise
 * @returns NaN where nothing is left
 */
export function cea2024Auroc(inside: Float64Array, outside: Float64Array): number {
  if (inside.length + outside.length === 0) return Number.NaN;
  const counts = thresholdCountsOfSorted(outside, inside);
  const { truePositiveRate, falsePositiveRate } = curveOf(counts);
  return trapezoidalArea(falsePositiveRate, truePositiveRate);
}

/** The thinned ROC curve, as rates. */
function curveOf(counts: ThresholdCounts) {
  const [positives, negatives] = [counts.truePositives.at(-1)!, counts.falsePositives.at(-1)!];
  const { truePositives, falsePositives } = thinnedCurve(counts);
  return {
    truePositiveRate: truePositives.map((count) => count / positives),
    falsePositiveRate: falsePositives.map((count) => count / negatives),
  };
}

/**
 * The scores that are neither NaN nor infinite: the non-finite deletion of the CEA evaluation.
 *
 * @example
 * ```ts
 * deleteNonFinite([1, Number.NaN, Number.POSITIVE_INFINITY]); // Float64Array [1]
 * ```
 */
export function deleteNonFinite(scores: ArrayLike<number>): Float64Array {
  if (!holdsNumbers(scores)) {
    checkArguments('deleteNonFinite', { scores: [scores, numbers({ infinite: true, nan: true })] });
  }
  return Float64Array.from(scores).filter((score) => Number.isFinite(score));
}

/** The ROC counts from (0, 0), without inner points whose two neighbouring steps are equal. */
function thinnedCurve({ truePositives, falsePositives }: ThresholdCounts): ThresholdCounts {
  const last = truePositives.length - 1;
  const bends = (counts: readonly number[], i: number) =>
    counts[i + 1] - counts[i] !== counts[i] - counts[i - 1];
  const kept = (_: number, i: number) =>
    i === 0 || i === last || bends(truePositives, i) || bends(falsePositives, i);
  return {
    truePositives: [0, ...truePositives.filter(kept)],
    falsePositives: [0, ...falsePositives.filter(kept)],
  };
}

/** The trapezoidal area under precision over recall; recall is 1 throughout without positives. */
function trapezoidalPrecisionArea({ truePositives, falsePositives }: ThresholdCounts): number {
  const positives = truePositives.at(-1)!;
  const recall = [0, ...truePositives.map((hits) => (positives === 0 ? 1 : hits / positives))];
  const precision = [1, ...truePositives.map((hits, i) => hits / (hits + falsePositives[i]))];
  return trapezoidalArea(recall, precision);
}

function trapezoidalArea(x: readonly number[], y: readonly number[]): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return area;
}
