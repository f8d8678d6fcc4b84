import { isZeroVector, type LimitFraction, type LimitFractions } from './limitFraction.js';

/** One term `ln(ratio) · weight` of a vector; the ratio is positive. */
export interface LogarithmTerm {
  readonly ratio: LimitFraction;
  /** Shape [D]. */
  readonly weight: readonly LimitFraction[];
}

/** What could be decided about `Σ ln(ratio_i) · weight_i`. */
export type LogarithmSum =
  | { readonly zero: true }
  | { readonly zero: false; readonly component: number; readonly value: number }
  | null;

/**
 * Whether `Σ ln(ratio_i) · weight_i` is 0: yes, no, or not decided (null).
 *
 * Yes, exactly: weights of equal ratios are added, those of ratio 1 dropped, and nothing is left.
 * No, by float64 with an error bound: weights are sums of exponentials, known to within 10⁻¹² of
 * the sum of the absolute values of their terms (see `ExponentialSum`); ratios have only positive
 * terms, so their logarithms are known to within 10⁻¹² too. A component is not 0 if it exceeds a
 * thousand times what these errors can add up to. What is left are relations like ln 4 = 2 ln 2,
 * which no rule here settles.
 *
 * @param one - the number 1
 */
export function decideLogarithmSum(
  fractions: LimitFractions,
  one: LimitFraction,
  terms: readonly LogarithmTerm[],
): LogarithmSum {
  const groups: { ratio: LimitFraction; weights: LogarithmTerm['weight'][] }[] = [];
  for (const { ratio, weight } of terms) {
    if (isZeroVector(weight)) continue;
    const known = groups.find((group) => sameNumber(fractions, group.ratio, ratio));
    if (known) known.weights.push(weight);
    else groups.push({ ratio, weights: [weight] });
  }
  const left = groups.flatMap(({ ratio, weights }) => {
    if (sameNumber(fractions, ratio, one)) return [];
    const weight = weights[0].map((_, d) => fractions.sum(weights.map((vector) => vector[d])));
    return isZeroVector(weight) ? [] : [{ logarithm: Math.log(fractions.toNumber(ratio)), weight }];
  });
  if (left.length === 0) return { zero: true };
  for (let d = 0; d < left[0].weight.length; d++) {
    let value = 0;
    let size = 0;
    for (const { logarithm, weight } of left) {
      value += logarithm * fractions.toNumber(weight[d]);
      size += (Math.abs(logarithm) + 1) * fractions.magnitude(weight[d]);
    }
    // A number this small may be made of exponentials that underflow.
    if (Math.abs(value) > 1e-9 * size && Math.abs(value) > 1e-250) {
      return { zero: false, component: d, value };
    }
  }
  return null;
}

function sameNumber(fractions: LimitFractions, x: LimitFraction, y: LimitFraction): boolean {
  const [left, right] = [fractions.toNumber(x), fractions.toNumber(y)];
  if (Math.abs(left - right) > 1e-9 * Math.abs(right)) return false;
  return fractions.subtract(x, y).numerator.isZero;
}
