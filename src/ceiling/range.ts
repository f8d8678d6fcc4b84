import { unknownKind } from '../errors/unknownKind.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import type { BeyondAffine, Domain } from '../network/domain.js';
import type { ElementaryFunction } from '../network/elementaryFunction.js';
import type { SmoothFunction, UnivariateFunction } from '../network/univariate.js';

/** All numbers from `lower` to `upper`, either of which may be infinite. */
export interface Range {
  readonly lower: number;
  readonly upper: number;
}

export const EVERYTHING: Range = { lower: -Infinity, upper: Infinity };
const SHARE: Range = { lower: 0, upper: 1 };

/** The largest double that is certain not to be above what was rounded to x. */
export const below = (x: number): number =>
  Number.isFinite(x) ? x - Math.abs(x) * 2 ** -51 - 2 ** -1060 : x;
/** The smallest double that is certain not to be below what was rounded to x. */
export const above = (x: number): number => -below(-x);

function outward(lower: number, upper: number): Range {
  // NaN is what infinities leave: nothing is known.
  return {
    lower: Number.isNaN(lower) ? -Infinity : below(lower),
    upper: Number.isNaN(upper) ? Infinity : above(upper),
  };
}

/**
 * Ranges as the numbers of a walk: what values can be for all inputs at once.
 *
 * Arithmetic: float64, rounded outward.
 */
export const RANGES: Domain<Range> & { readonly beyond: BeyondAffine<Range> } = {
  constant: (nearest, other) => (other ? rangeOfReal(other) : { lower: nearest, upper: nearest }),
  addScaled: (sum, x, weight, other) => add(sum, multiply(x, RANGES.constant(weight, other))),
  apply: (f, x) => imageOf(f, x),
  maximum: (group, x) => {
    let [lower, upper] = [-Infinity, -Infinity];
    for (const i of group) {
      lower = Math.max(lower, x[i].lower);
      upper = Math.max(upper, x[i].upper);
    }
    return { lower, upper };
  },
  beyond: {
    multiply,
    divide: (x, y) =>
      y.lower > 0 || y.upper < 0 ? multiply(x, outward(1 / y.upper, 1 / y.lower)) : EVERYTHING,
    elementary: elementaryRange,
    softmax: (group) => Array.from(group, () => SHARE),
    choose: (condition, positive, otherwise) => {
      if (condition.lower > 0) return positive();
      return condition.upper <= 0 ? otherwise() : hull(positive(), otherwise());
    },
  },
};

function add(x: Range, y: Range): Range {
  return outward(x.lower + y.lower, x.upper + y.upper);
}

function multiply(x: Range, y: Range): Range {
  // 0 times what may be infinite is 0: no value is infinite, only bounds are.
  const of = (a: number, b: number) => (a === 0 || b === 0 ? 0 : a * b);
  const products = [
    of(x.lower, y.lower),
    of(x.lower, y.upper),
    of(x.upper, y.lower),
    of(x.upper, y.upper),
  ];
  return outward(Math.min(...products), Math.max(...products));
}

function hull(x: Range, y: Range): Range {
  return { lower: Math.min(x.lower, y.lower), upper: Math.max(x.upper, y.upper) };
}

function rangeOfReal(value: Real): Range {
  return outward(value.lower.toNumber(), value.upper.toNumber());
}

/** The values of a function on a range, or somewhat more. */
export function imageOf(f: UnivariateFunction, x: Range): Range {
  if (f.kind === 'smooth') return f.range ? monotoneImage(f, f.range, x) : nearAsymptotes(f, x);
  // A continuous polynomial piece on what of the range it covers, by interval arithmetic.
  const ends = f.breakpoints.map((breakpoint) => rangeOfReal(breakpoint));
  let image: Range | null = null;
  f.pieces.forEach((piece, k) => {
    const lower = Math.max(x.lower, k === 0 ? -Infinity : ends[k - 1].lower);
    const upper = Math.min(x.upper, k === ends.length ? Infinity : ends[k].upper);
    if (lower > upper) return;
    const values = piece.reduceRight<Range>(
      (value, coefficient) => add(multiply(value, { lower, upper }), rangeOfReal(coefficient)),
      { lower: 0, upper: 0 },
    );
    image = image ? hull(image, values) : values;
  });
  return image ?? EVERYTHING;
}

/** Bounded functions with asymptotes increase, all of them: sigmoid, tanh, erf, softsign. */
function monotoneImage(f: SmoothFunction, range: Real, x: Range): Range {
  const at = (end: number, otherwise: Rational, side: 'lower' | 'upper') =>
    Number.isFinite(end) ? f.enclose(Real.of(end))[side].toNumber() : otherwise.toNumber();
  return outward(at(x.lower, range.lower, 'lower'), at(x.upper, range.upper, 'upper'));
}

/** Within its largest distance of the asymptote on either side of 0. */
function nearAsymptotes({ left, right, distance }: SmoothFunction, x: Range): Range {
  const off = distance(0);
  const lines = [
    { ...left, lower: x.lower, upper: Math.min(x.upper, 0) },
    { ...right, lower: Math.max(x.lower, 0), upper: x.upper },
  ];
  return lines
    .filter(({ lower, upper }) => lower <= upper)
    .map(({ slope, intercept, lower, upper }) =>
      add(
        add(multiply(rangeOfReal(slope), { lower, upper }), rangeOfReal(intercept)),
        outward(-off, off),
      ),
    )
    .reduce(hull);
}

function elementaryRange(f: ElementaryFunction, x: Range): Range {
  switch (f.kind) {
    case 'sin':
    case 'cos':
      return { lower: -1, upper: 1 };
    case 'exp': {
      // Math.exp is off by less than 2^-50 of its value.
      const { lower, upper } = { lower: Math.exp(x.lower), upper: Math.exp(x.upper) };
      return { lower: lower * (1 - 2 ** -48), upper: upper * (1 + 2 ** -48) + 2 ** -1060 };
    }
    case 'log':
      return x.lower > 0
        ? {
            lower: below(Math.log(x.lower) - 2 ** -48),
            upper: above(Math.log(x.upper) + 2 ** -48),
          }
        : EVERYTHING;
    case 'power':
      return powerRange(f.exponent, x);
    default:
      return unknownKind(f);
  }
}

function powerRange(exponent: Rational, x: Range): Range {
  const r = exponent.toNumber();
  if (exponent.compare(new Rational(2n, 1n)) === 0) {
    const square = multiply(x, x);
    const apart = x.lower <= 0 && x.upper >= 0;
    const least = Math.min(x.lower ** 2, x.upper ** 2);
    return { lower: apart ? 0 : Math.max(0, below(least)), upper: square.upper };
  }
  if (x.lower < 0 || (x.lower === 0 && r < 0)) return EVERYTHING;
  const ends = [x.lower ** r, x.upper ** r].sort((a, b) => a - b);
  // Math.pow is off by less than 2^-48 of its value.
  return { lower: ends[0] * (1 - 2 ** -46), upper: ends[1] * (1 + 2 ** -46) + 2 ** -1060 };
}
