import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { number } from '../errors/kinds.js';
import { countAtMost } from './auroc.js';
import { betaQuantile } from './clopperPearson.js';
import { checkLevel } from './deLongInterval.js';
import { checkOptions, type NanPolicy, scorePair } from './scorePair.js';

/** A threshold set on a sample: novelty above it is flagged. */
export interface Threshold {
  /** One of the scores: the least that leaves at most `rate` of the sample above it. */
  readonly threshold: number;
  /** The share that was asked for. */
  readonly rate: number;
  /** The share of the sample above the threshold: at most `rate`, less where scores tie. */
  readonly flagged: number;
  /**
   * The share of all inputs from the same distribution that the threshold flags is at most this, with
   * probability of at least `level`, whatever the distribution.
   */
  readonly rateAtMost: number;
  /**
   * Holds the 1 − rate quantile of the distribution the scores come from with probability of at least
   * `level`, whatever that distribution is; infinite where the sample is too small to say.
   */
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/**
 * The threshold that flags a given share of in-distribution inputs, with a distribution-free interval.
 *
 * The interval's ends are order statistics: the number of scores below a quantile is binomial
 * whatever the distribution, and ties can only add to the coverage. Arithmetic: exact counts, float64
 * binomial sums.
 *
 * @param scores - novelty of in-distribution inputs the detector was not fitted on
 * @param rate - the share that may be flagged, in [0, 1)
 * @param options - `level` in (0, 1), 0.95 if absent; `nan` as `scorePair` takes it
 * @throws InputError `out_of_range` for rate or level; `empty`, `not_a_number`
 *
 * Source: Clopper and Pearson 1934; David and Nagaraja, Order Statistics, 3rd ed., section 7.1.
 *
 * @example
 * ```ts
 * thresholdOf([1, 2, 3, 4], 0.25).threshold; // 3: one of four is above it
 * ```
 */
export function thresholdOf(
  scores: ArrayLike<number>,
  rate: number,
  options: { readonly level?: number; readonly nan?: NanPolicy } = {},
): Threshold {
  checkOptions('thresholdOf', options);
  checkArguments('thresholdOf', { rate: [rate, number({ infinite: true, nan: true })] });
  if (!(rate >= 0 && rate < 1)) {
    throw new InputError('thresholdOf', [
      {
        code: 'out_of_range',
        path: 'rate',
        value: rate,
        rule: 'must be at least 0 and below 1',
        remedy: 'give a share, 0.05 and not 5',
      },
    ]);
  }
  const level = checkLevel('thresholdOf', options.level);
  const sorted = scorePair('thresholdOf', scores, [0], options.nan).id.sort();
  const n = sorted.length;
  const allowed = Math.floor(rate * n * (1 + 2 ** -50));
  const threshold = sorted[n - allowed - 1];
  const tail = (1 - level) / 2;
  // P(fewer than l of n scores are at most the quantile) = P(Bin(n, 1 − rate) < l).
  const below = binomialCumulative(n, 1 - rate);
  let first = 0;
  while (first < n && below(first) <= tail) first++;
  let last = n + 1;
  while (last > 1 && 1 - below(last - 2) <= tail) last--;
  return {
    threshold,
    rate,
    flagged: (n - countAtMost(sorted, threshold)) / n,
    rateAtMost: rateBound(allowed, n, level),
    lower: first === 0 ? -Infinity : sorted[first - 1],
    upper: last > n ? Infinity : sorted[last - 1],
    level,
  };
}

/**
 * The threshold in another sample's scores that flags as large a share of it as a threshold flags of
 * the first: how a threshold moves from one network, detector or site to another.
 *
 * @param threshold - for the scores `from`
 * @throws InputError as `thresholdOf` does; `out_of_range` for a threshold that flags all of `from`
 *
 * @example
 * ```ts
 * transportThreshold(3, [1, 2, 3, 4], [10, 20, 30, 40]).threshold; // 30
 * ```
 */
export function transportThreshold(
  threshold: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  options: { readonly level?: number; readonly nan?: NanPolicy } = {},
): Threshold {
  checkOptions('transportThreshold', options);
  checkArguments('transportThreshold', { threshold: [threshold, number({ infinite: true })] });
  const { id, ood } = scorePair('transportThreshold', from, to, options.nan);
  const above = id.length - countAtMost(id.sort(), threshold);
  return thresholdOf(ood, above / id.length, options);
}

/** What a threshold does to two samples. */
export interface RatesAtThreshold {
  /** The share of in-distribution inputs flagged. */
  readonly falsePositiveRate: number;
  /** The share of out-of-distribution inputs flagged. */
  readonly truePositiveRate: number;
}

/**
 * The shares flagged at a threshold that was set elsewhere, as in use: FPR and TPR without the luck of
 * choosing the threshold on the inputs that are judged.
 *
 * @throws InputError `empty`, `not_a_number` as `scorePair` does, also for the threshold
 *
 * @example
 * ```ts
 * ratesAt(thresholdOf([1, 2, 3, 4], 0.25).threshold, [1, 5], [4, 2]).truePositiveRate; // 0.5
 * ```
 */
export function ratesAt(
  threshold: number,
  id: ArrayLike<number>,
  ood: ArrayLike<number>,
  options: { readonly nan?: NanPolicy } = {},
): RatesAtThreshold {
  checkOptions('ratesAt', options);
  checkArguments('ratesAt', { threshold: [threshold, number({ infinite: true, nan: true })] });
  if (Number.isNaN(threshold)) {
    throw new InputError('ratesAt', [
      {
        code: 'not_a_number',
        path: 'threshold',
        value: threshold,
        rule: 'must be a number',
        remedy: 'set it with thresholdOf',
      },
    ]);
  }
  const pair = scorePair('ratesAt', id, ood, options.nan);
  const share = (scores: Float64Array) =>
    scores.reduce((count, score) => count + (score > threshold ? 1 : 0), 0) / scores.length;
  return { falsePositiveRate: share(pair.id), truePositiveRate: share(pair.ood) };
}

/**
 * Of n scores the one with `above` others above it leaves a share of the distribution above it that is
 * Beta(above + 1, n − above) where it is continuous, and less where it has ties: its `level` quantile,
 * rounded up.
 */
function rateBound(above: number, n: number, level: number): number {
  return betaQuantile(level, above + 1, n - above).above;
}

/** k ↦ P(Bin(n, p) ≤ k), p > 0. Float64, summed from the side with fewer terms' logarithms. */
function binomialCumulative(n: number, p: number): (k: number) => number {
  const sums = new Float64Array(n + 1);
  if (p >= 1) {
    sums[n] = 1;
    return (k) => (k < 0 ? 0 : sums[Math.min(k, n)]);
  }
  let logTerm = n * Math.log1p(-p);
  let total = 0;
  for (let k = 0; k <= n; k++) {
    total += Math.exp(logTerm);
    sums[k] = Math.min(1, total);
    logTerm += Math.log((n - k) / (k + 1)) + Math.log(p / (1 - p));
  }
  return (k) => (k < 0 ? 0 : sums[Math.min(k, n)]);
}
