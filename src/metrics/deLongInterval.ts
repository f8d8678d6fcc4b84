import { InputError } from '../errors/inputError.js';
import { auroc, countAtMost, countBelow } from './auroc.js';
import type { ConfidenceInterval } from './confidenceInterval.js';
import { checkOptions, type NanPolicy, scorePair } from './scorePair.js';

/**
 * DeLong's confidence interval of the AUROC, from the variance of its placement values.
 *
 * Normal approximation, clipped to [0, 1]; of zero width when the ranking is perfect, where the
 * variance estimate is 0. With one input in a class that class's variance is unknown and the
 * interval is [0, 1]. Deterministic. Arithmetic: float64.
 *
 * @param options - `level` in (0, 1), 0.95 if absent
 * @throws InputError `out_of_range` for the level; as `scorePair` does
 *
 * Source: DeLong, DeLong and Clarke-Pearson 1988; Sun and Xu 2014.
 *
 * @example
 * ```ts
 * const { lower, estimate, upper } = deLongInterval([0, 1, 2, 3], [2, 3, 4, 5]);
 * lower < estimate && estimate < upper; // true
 * ```
 */
export function deLongInterval(
  id: ArrayLike<number>,
  ood: ArrayLike<number>,
  options: { readonly level?: number; readonly nan?: NanPolicy } = {},
): ConfidenceInterval {
  checkOptions('deLongInterval', options);
  const level = checkLevel('deLongInterval', options.level);
  const pair = scorePair('deLongInterval', id, ood, options.nan);
  const estimate = auroc(pair.id, pair.ood);
  if (pair.id.length < 2 || pair.ood.length < 2) return { estimate, lower: 0, upper: 1, level };
  const ofOod = placements(pair.ood, pair.id);
  const ofId = placements(pair.id, pair.ood);
  const variance = sampleVariance(ofOod) / ofOod.length + sampleVariance(ofId) / ofId.length;
  const reach = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return {
    estimate,
    lower: Math.max(0, estimate - reach),
    upper: Math.min(1, estimate + reach),
    level,
  };
}

/**
 * Checks the level of a confidence interval.
 *
 * @throws InputError `out_of_range` outside (0, 1)
 */
export function checkLevel(where: string, level = 0.95): number {
  if (typeof level === 'number' && level > 0 && level < 1) return level;
  throw new InputError(where, [
    {
      code: 'out_of_range',
      path: 'level',
      value: level,
      rule: 'must be in (0, 1)',
      remedy: 'give a fraction, 0.95 and not 95',
    },
  ]);
}

/** For each score the share of the other sample below it, ties half. */
function placements(scores: Float64Array, others: Float64Array): Float64Array {
  const sorted = others.slice().sort();
  return scores.map(
    (score) => (countBelow(sorted, score) + countAtMost(sorted, score)) / (2 * sorted.length),
  );
}

function sampleVariance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** The standard normal quantile, by bisection on a series for the distribution function. */
function normalQuantile(probability: number): number {
  let low = 0;
  let high = 40;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (normalDistribution(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Φ(x) for x ≥ 0, by its everywhere convergent series ½ + φ(x) Σ x^(2k+1)/(1·3···(2k+1)). */
function normalDistribution(x: number): number {
  if (x > 9) return 1;
  let term = x;
  let sum = x;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
