import { criticalValue, upperTail } from './studentT.js';

/** What repeated measurements say of their mean. */
export interface SampleMean {
  readonly mean: number;
  /** Of the mean, from the spread of the values; NaN for a single one. */
  readonly error: number;
  readonly count: number;
}

/** @param values - at least one */
export function sampleMean(values: readonly number[]): SampleMean {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (count - 1) / count), count };
}

/**
 * Student's t interval of the mean: it covers the true one in 95 of 100 repetitions if the values
 * are independent and about normal, whatever their variance.
 *
 * @param level - 0.95 if absent
 * @returns the whole line for fewer than two values, whose spread is not known
 *
 * Source: Student 1908.
 */
export function meanInterval(
  { mean, error, count }: SampleMean,
  level = 0.95,
): { readonly lower: number; readonly upper: number } {
  if (count < 2) return { lower: -Infinity, upper: Infinity };
  const reach = criticalValue((1 - level) / 2, count - 1) * error;
  return { lower: mean - reach, upper: mean + reach };
}

/**
 * The chance of a mean this far below a bound, or further, if the true mean were the bound.
 *
 * @returns 1 for fewer than two values
 */
export function chanceBelow({ mean, error, count }: SampleMean, bound: number): number {
  if (count < 2) return 1;
  if (error === 0) return mean < bound ? 0 : 1;
  return upperTail((bound - mean) / error, count - 1);
}

/**
 * Welch's test of two means: the chance of a difference this large if there were none. Variances may
 * differ.
 *
 * @returns in [0, 1]; 1 if either has fewer than two values
 *
 * Source: Welch 1947.
 */
export function welchTest(a: SampleMean, b: SampleMean): number {
  if (a.count < 2 || b.count < 2) return 1;
  const [first, second] = [a.error ** 2, b.error ** 2];
  const variance = first + second;
  if (variance === 0) return a.mean === b.mean ? 1 : 0;
  const freedom = variance ** 2 / (first ** 2 / (a.count - 1) + second ** 2 / (b.count - 1));
  return Math.min(1, 2 * upperTail(Math.abs(a.mean - b.mean) / Math.sqrt(variance), freedom));
}
