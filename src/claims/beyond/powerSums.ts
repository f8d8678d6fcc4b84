import { Rational } from '../../exact/rational.js';
import type { Interpretation } from '../plain/walkFile.js';

/**
 * Σ coefficients[i]·t^powers[i] with falling powers, the last of them 0: what a unit of a
 * piecewise-affine network is, far out on a curve.
 */
export type PowerSum = readonly Rational[];

/** −1, 0 or 1: the sign for all large t, that of the first coefficient that is not 0. */
export function signOf(sum: PowerSum): -1 | 0 | 1 {
  return sum.find(({ sign }) => sign !== 0)?.sign ?? 0;
}

/** x − y. */
export function minus(x: PowerSum, y: PowerSum): PowerSum {
  return x.map((value, i) => value.subtract(y[i]));
}

/** What layers of a network file make of power sums: a germ recursion with several speeds. */
export const POWER_SUMS: Interpretation<PowerSum> = {
  combine(weights, values, bias) {
    const sums = values[0].map((_, i) =>
      weights.reduce(
        (sum, weight, j) =>
          weight === 0 ? sum : sum.add(values[j][i].multiply(Rational.of(weight))),
        Rational.zero,
      ),
    );
    return withConstant(sums, (constant) => constant.add(Rational.of(bias)));
  },
  add: (x, y) => x.map((value, i) => value.add(y[i])),
  rectify: (x, slope) => (signOf(x) > 0 ? x : x.map((value) => value.multiply(Rational.of(slope)))),
  clip(x, lower, upper) {
    for (const [bound, side] of [
      [lower, -1],
      [upper, 1],
    ] as const) {
      if (!Number.isFinite(bound)) continue;
      const end = x.map((_, i) => (i === x.length - 1 ? Rational.of(bound) : Rational.zero));
      if (signOf(minus(x, end)) === side) return end;
    }
    return x;
  },
  largest: (values) => values.reduce((best, x) => (signOf(minus(x, best)) > 0 ? x : best)),
};

function withConstant(sum: PowerSum, change: (constant: Rational) => Rational): PowerSum {
  return sum.with(sum.length - 1, change(sum[sum.length - 1]));
}
