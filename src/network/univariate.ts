import { Real } from '../exact/real.js';
import type { FunctionAtInfinity } from '../germ/functionAtInfinity.js';

export type { End as Asymptote } from '../germ/functionAtInfinity.js';

/**
 * A function of one variable, as data: what a unit makes of its pre-activation.
 *
 * An engine asks a function for what it needs and knows no activation by name. Either kind is
 * continuous.
 */
export type UnivariateFunction = PiecewisePolynomial | SmoothFunction;

/**
 * A continuous function made of polynomials between breakpoints: ReLU, a clip, HardSwish.
 *
 * Piece k holds from breakpoint k − 1 to breakpoint k, both included; the first and the last piece
 * are unbounded. A point on a breakpoint counts as on the piece to its left.
 */
export interface PiecewisePolynomial {
  readonly kind: 'piecewise';
  readonly name: string;
  /** Increasing. */
  readonly breakpoints: readonly Real[];
  /** One polynomial more than there are breakpoints: coefficients of 1, x, x², … */
  readonly pieces: readonly (readonly Real[])[];
  /** The pieces in doubles, where they are affine; null if one is not. */
  readonly lines: FloatLines | null;
}

/** The pieces of a piecewise-affine function, `intercepts[k] + slopes[k]·x`, in doubles. */
export interface FloatLines {
  readonly breakpoints: Float64Array;
  readonly intercepts: Float64Array;
  readonly slopes: Float64Array;
  /** Whether these doubles are the numbers themselves. */
  readonly exact: boolean;
}

/**
 * A function that is no polynomial: known by its values, its derivatives and its asymptotes.
 *
 * As x → +∞ it is `right.slope·x + right.intercept + o(1)`, as x → −∞ likewise on the left.
 */
export interface SmoothFunction extends FunctionAtInfinity {
  readonly kind: 'smooth';
  /** Which function it is, for what computes it in a way of its own. */
  readonly formula: Formula;
  /** The value in float64. */
  readonly evaluate: (x: number) => number;
  /** The derivative in float64. */
  readonly derivative: (x: number) => number;
}

/** Functions that are no polynomials, by name and parameters. */
export type Formula =
  | {
      readonly kind:
        | 'sigmoid'
        | 'tanh'
        | 'erf'
        | 'gelu'
        | 'gelu-tanh'
        | 'silu'
        | 'mish'
        | 'softsign'
        | 'log-sigmoid';
    }
  | { readonly kind: 'softplus'; readonly beta: Real }
  /** slope·x for x ≥ 0, depth·(e^(x/width) − 1) below. */
  | {
      readonly kind: 'exponential-unit';
      readonly slope: Real;
      readonly depth: Real;
      readonly width: Real;
    };

/**
 * Describes a piecewise polynomial.
 *
 * @param breakpoints - increasing
 * @param pieces - coefficients of 1, x, x², …, from left to right
 * @throws RangeError if there are not one more pieces than breakpoints, if breakpoints do not
 *   increase, or if neighbouring pieces differ where they meet
 *
 * @example
 * ```ts
 * const absolute = piecewise('abs', [0], [[0, -1], [0, 1]]);
 * absolute.lines?.slopes; // Float64Array [-1, 1]
 * ```
 */
export function piecewise(
  name: string,
  breakpoints: readonly (Real | number)[],
  pieces: readonly (readonly (Real | number)[])[],
): PiecewisePolynomial {
  const ends = breakpoints.map(realOf);
  const polynomials = pieces.map((piece) => piece.map(realOf));
  if (polynomials.length !== ends.length + 1) {
    throw new RangeError(`piecewise: ${name} needs ${ends.length + 1} pieces`);
  }
  ends.forEach((end, k) => {
    if (k > 0 && ends[k - 1].compare(end) !== -1) {
      throw new RangeError(`piecewise: breakpoints of ${name} must increase`);
    }
    const jump = polynomialAt(polynomials[k], end).subtract(polynomialAt(polynomials[k + 1], end));
    // An enclosure that holds 0 cannot show a jump; two rationals can.
    if (jump.sign !== 0 && jump.sign !== null) {
      throw new RangeError(`piecewise: ${name} jumps at ${end}`);
    }
  });
  return {
    kind: 'piecewise',
    name,
    breakpoints: ends,
    pieces: polynomials,
    lines: linesOf(ends, polynomials),
  };
}

/** The value of a polynomial with coefficients of 1, x, x², …, by Horner's rule. */
export function polynomialAt(coefficients: readonly Real[], x: Real): Real {
  return coefficients.reduceRight(
    (value, coefficient) => value.multiply(x).add(coefficient),
    Real.zero,
  );
}

function linesOf(ends: readonly Real[], pieces: readonly (readonly Real[])[]): FloatLines | null {
  if (pieces.some((piece) => piece.slice(2).some((coefficient) => !coefficient.isZero)))
    return null;
  const coefficients = (power: number) =>
    Float64Array.from(pieces, (piece) => piece[power]?.toNumber() ?? 0);
  const lines = {
    breakpoints: Float64Array.from(ends, (end) => end.toNumber()),
    intercepts: coefficients(0),
    slopes: coefficients(1),
  };
  const exact =
    ends.every((end, k) => isDouble(end, lines.breakpoints[k])) &&
    pieces.every(
      ([constant = Real.zero, linear = Real.zero], k) =>
        isDouble(constant, lines.intercepts[k]) && isDouble(linear, lines.slopes[k]),
    );
  return { ...lines, exact };
}

function isDouble(value: Real, nearest: number): boolean {
  return Number.isFinite(nearest) && Real.of(nearest).compare(value) === 0;
}

function realOf(value: Real | number): Real {
  return typeof value === 'number' ? Real.of(value) : value;
}
