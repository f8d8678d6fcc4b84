import { Rational } from '../../exact/rational.js';

/** Bounds of a number. */
export interface Bounds {
  readonly lower: Rational;
  readonly upper: Rational;
}

/** Bits after the point. */
const BITS = 128n;
const ONE = 1n << BITS;
/** Logits further apart than this are left to others. */
const FURTHEST = 2000;

/**
 * Encloses the softmax of a row of logits by Taylor's series in integers: a way of its own, beside
 * sums of exponentials kept as symbols.
 *
 * @param logits - shape [C], finite
 * @returns bounds of each probability, about 1e-30 apart; null if the logits are very far apart
 *
 * @example
 * ```ts
 * plainSoftmax([0, 0])![0].lower.toNumber(); // 0.5, from below
 * ```
 */
export function plainSoftmax(logits: readonly number[]): Bounds[] | null {
  const least = Math.min(...logits);
  if (!(Math.max(...logits) - least <= FURTHEST)) return null;
  const powers = logits.map((logit) =>
    exponential(Rational.of(logit).subtract(Rational.of(least))),
  );
  const sum = powers.reduce((total, { low, high }) => ({
    low: total.low + low,
    high: total.high + high,
  }));
  return powers.map(({ low, high }) => ({
    lower: new Rational(low, sum.high),
    upper: new Rational(high, sum.low),
  }));
}

/** Bounds of e^x · 2^BITS for x ≥ 0. */
function exponential(x: Rational): { low: bigint; high: bigint } {
  // e^x = (e^(x/2^k))^(2^k) with x/2^k below 1/2.
  let k = 0;
  let denominator = x.denominator;
  while (2n * x.numerator >= denominator) {
    denominator *= 2n;
    k++;
  }
  const r = (x.numerator << BITS) / denominator;
  let [term, sum, n] = [ONE, 0n, 0n];
  while (term > 0n) {
    sum += term;
    n++;
    term = (term * r) / (n << BITS);
  }
  // Every term is cut off below by less than one unit for each term before it, r by one.
  const error = 2n * n * n + 8n;
  let [low, high] = [sum - 1n, sum + error];
  for (; k > 0; k--) {
    low = (low * low) >> BITS;
    high = ((high * high) >> BITS) + 1n;
  }
  return { low, high };
}
