import { RANGES, type Range } from '../ceiling/range.js';
import { unknownKind } from '../errors/unknownKind.js';
import type { BeyondAffine, Domain } from '../network/domain.js';
import type { ElementaryFunction } from '../network/elementaryFunction.js';
import type { UnivariateFunction } from '../network/univariate.js';

/** What a value was over some rows, and how far its evaluation may be off at any of them. */
export interface RoundedRange {
  readonly range: Range;
  readonly error: number;
}

/** Elementary functions of float64 are off by less than this share of what they are made of. */
const FUNCTION_ROUNDING = 2 ** -46;
/** An arithmetic operation is off by less than this share of its result. */
const ROUNDING = 2 ** -52;
const TINY = 2 ** -1060;

/**
 * Ranges with bounds of the rounding of float64 as the numbers of a walk: what products, quotients,
 * norms and attention add to what their operands are off.
 *
 * Arithmetic: float64, rounded outward; an error that is not known is infinite.
 *
 * Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1.
 */
export const ROUNDED_RANGES: Domain<RoundedRange> & {
  readonly beyond: BeyondAffine<RoundedRange>;
} = {
  constant: (nearest, other) => ({
    range: RANGES.constant(nearest, other),
    error: other ? Math.abs(nearest) * ROUNDING : 0,
  }),
  addScaled: (sum, x, weight, other) => {
    const range = RANGES.addScaled(sum.range, x.range, weight, other);
    const share = Math.abs(weight) * (x.error + 2 * ROUNDING * sizeOf(x.range));
    return { range, error: sum.error + share + sizeOf(range) * ROUNDING };
  },
  apply: (f, x, place) => ({
    range: RANGES.apply(f, x.range, place),
    error: functionError(f, x),
  }),
  maximum: (group, x, place) => ({
    range: RANGES.maximum(
      group,
      Array.from(x, ({ range }) => range),
      place,
    ),
    error: Math.max(...Array.from(group, (i) => x[i].error)),
  }),
  beyond: {
    multiply: (x, y) => {
      const range = RANGES.beyond.multiply(x.range, y.range);
      const off = x.error * sizeOf(y.range) + y.error * (sizeOf(x.range) + x.error);
      return { range, error: off + sizeOf(range) * ROUNDING + TINY };
    },
    divide: (x, y) => {
      const range = RANGES.beyond.divide(x.range, y.range);
      const least = leastOf(y.range) - y.error;
      if (!(least > 0)) return { range, error: Infinity };
      const off = (x.error + sizeOf(range) * y.error) / least;
      return { range, error: off + sizeOf(range) * ROUNDING + TINY };
    },
    elementary: (f, x) => ({
      range: RANGES.beyond.elementary(f, x.range),
      error: elementaryError(f, x),
    }),
    softmax: (group, x) => {
      const off = Math.max(...Array.from(group, (i) => x[i].error));
      const error = Math.min(1, Math.expm1(2 * off) + group.length * FUNCTION_ROUNDING);
      return RANGES.beyond
        .softmax(
          group,
          Array.from(x, ({ range }) => range),
        )
        .map((range) => ({ range, error }));
    },
    choose: (condition, positive, otherwise) => {
      const { range, error } = condition;
      if (range.lower > error) return positive();
      if (range.upper < -error || (range.upper <= 0 && error === 0)) return otherwise();
      const [yes, no] = [positive(), otherwise()];
      const hull = {
        lower: Math.min(yes.range.lower, no.range.lower),
        upper: Math.max(yes.range.upper, no.range.upper),
      };
      // The other choice may be the right one, unless the condition is what it seems.
      const wrong = error === 0 ? 0 : hull.upper - hull.lower;
      return { range: hull, error: Math.max(yes.error, no.error) + wrong };
    },
  },
};

/** A function of one variable of an argument that is off: by its slope, and by its own rounding. */
function functionError(f: UnivariateFunction, { range, error }: RoundedRange): number {
  const size = sizeOf(range);
  if (f.kind === 'smooth') return error * f.lipschitz + (size + 1) * FUNCTION_ROUNDING;
  // The steepest slope of any piece on the range and what surrounds it.
  const steepest = f.pieces.reduce((most, piece) => {
    const slope = piece.reduce(
      (sum, coefficient, power) =>
        sum + power * Math.abs(coefficient.toNumber()) * (size + error) ** Math.max(0, power - 1),
      0,
    );
    return Math.max(most, slope);
  }, 0);
  const largest = f.pieces.reduce(
    (most, piece) =>
      Math.max(
        most,
        piece.reduce(
          (sum, coefficient, power) => sum + Math.abs(coefficient.toNumber()) * size ** power,
          0,
        ),
      ),
    0,
  );
  return error * steepest + 8 * largest * ROUNDING;
}

function elementaryError(f: ElementaryFunction, { range, error }: RoundedRange): number {
  const own = sizeOf(RANGES.beyond.elementary(f, range)) * FUNCTION_ROUNDING + TINY;
  switch (f.kind) {
    case 'sin':
    case 'cos':
      // The argument is reduced by a π of its own rounding.
      return error + FUNCTION_ROUNDING;
    case 'exp':
      return Math.exp(range.upper) * Math.expm1(error) * (1 + FUNCTION_ROUNDING) + own;
    case 'log':
      return error < range.lower ? -Math.log1p(-error / range.lower) + own + ROUNDING : Infinity;
    case 'power': {
      const exponent = f.exponent.toNumber();
      if (f.exponent.denominator === 1n && exponent > 0) {
        const size = sizeOf(range);
        return exponent * (size + error) ** (exponent - 1) * error + own;
      }
      const least = range.lower - error;
      if (error === 0) return own;
      if (!(least > 0)) return Infinity;
      // |x^r − y^r| ≤ |r|·|x − y|·max ξ^(r−1) between them.
      const steepest = Math.max(least ** (exponent - 1), (range.upper + error) ** (exponent - 1));
      return Math.abs(exponent) * steepest * error + own;
    }
    default:
      return unknownKind(f);
  }
}

function sizeOf({ lower, upper }: Range): number {
  return Math.max(Math.abs(lower), Math.abs(upper));
}

/** The smallest magnitude in a range. */
function leastOf({ lower, upper }: Range): number {
  return lower > 0 ? lower : upper < 0 ? -upper : 0;
}
