import { Real } from '../exact/real.js';
import { type PiecewisePolynomial, piecewise } from './univariate.js';

/** max(x, 0). */
export const RELU: PiecewisePolynomial = piecewise('relu', [0], [[0], [0, 1]]);

/** |x|. */
export const ABSOLUTE: PiecewisePolynomial = piecewise(
  'abs',
  [0],
  [
    [0, -1],
    [0, 1],
  ],
);

/** x where x > 0, else `slope`·x. */
export function leakyRelu(slope: Real | number): PiecewisePolynomial {
  const factor = typeof slope === 'number' ? Real.of(slope) : slope;
  if (factor.isZero) return RELU;
  return piecewise(
    'leaky-relu',
    [0],
    [
      [0, factor],
      [0, 1],
    ],
  );
}

/**
 * min(max(x, lower), upper); a bound of null is none.
 *
 * @throws RangeError if lower exceeds upper
 */
export function clipTo(lower: Real | null, upper: Real | null): PiecewisePolynomial {
  const order = lower && upper ? lower.compare(upper) : -1;
  if (order === 1) throw new RangeError(`clipTo: ${lower} exceeds ${upper}`);
  // Bounds that are, or may be, one number leave a constant.
  if (lower && upper && order !== -1) return piecewise('clip', [], [[lower.hull(upper)]]);
  const pieces: (readonly (Real | number)[])[] = [[0, 1]];
  if (lower) pieces.unshift([lower]);
  if (upper) pieces.push([upper]);
  return piecewise(
    'clip',
    [lower, upper].filter((bound) => bound !== null),
    pieces,
  );
}

/** x less λ beyond λ, plus λ below −λ, 0 between: λ ≥ 0. */
export function softShrink(lambda: Real): PiecewisePolynomial {
  if (lambda.isZero) return piecewise('soft-shrink', [], [[0, 1]]);
  return piecewise(
    'soft-shrink',
    [lambda.negate(), lambda],
    [[lambda, 1], [0], [lambda.negate(), 1]],
  );
}

/** x·min(max(x/6 + 1/2, 0), 1). */
export const HARD_SWISH: PiecewisePolynomial = piecewise(
  'hard-swish',
  [-3, 3],
  [[0], [0, Real.of(1).divide(Real.of(2)), Real.of(1).divide(Real.of(6))], [0, 1]],
);
