import type { BoundedDouble } from '../exact/boundedDouble.js';
import type { Real } from '../exact/real.js';

/** What expansions have to know of a function of one variable that is no polynomial. */
export interface FunctionAtInfinity {
  /** Tells it from every other function. */
  readonly name: string;
  readonly left: End;
  readonly right: End;
  /** All values, where they are bounded; null if they are not. */
  readonly range: Real | null;
  /** An enclosure of all values on [lower, upper]. */
  readonly enclose: (x: Real) => Real;
  /** The value of a finite double, with a proven bound on the error. */
  readonly bounded: (x: number) => BoundedDouble;
  /**
   * A bound on the distance from either asymptote at |x| and everywhere beyond, in float64;
   * decreasing in |x|.
   */
  readonly distance: (magnitude: number) => number;
  /** A bound of the slope of every chord. */
  readonly lipschitz: number;
  /** Whether the function has a kink at some point that is enclosed. */
  readonly hasKink: (a: Real) => boolean;
  /**
   * Enclosures of f(a), f′(a), f″(a)/2, …: `count` of them; null where f is not smooth at some point
   * that is enclosed.
   *
   * @param side - from which side a is approached, for one-sided derivatives at a kink
   */
  readonly taylor: (a: Real, count: number, side: -1 | 1) => readonly Real[] | null;
}

/** How a function ends: `slope·x + intercept` and something that vanishes. */
export interface End {
  readonly slope: Real;
  readonly intercept: Real;
  readonly rest: Rest;
}

/**
 * What is left of a function without its asymptote: nothing from some point on; something that
 * vanishes like x^k·e^−|x| or faster; or a series Σ coefficient(k)·x^−k for |x| > 1, no coefficient
 * above 1.
 *
 * Where an exponential is the leading term (the asymptote is 0 and f(x) = e^x·(1 + O(e^x)) on the
 * left), `leading` says so. `rate` says how fast: where rate·y ≥ 2, `distance` at λ·y is at most
 * λ·e^(−rate·(λ − 1)·y) times what it is at y, for every λ ≥ 1.
 */
export type Rest =
  | { readonly kind: 'none' }
  | { readonly kind: 'exponential'; readonly leading: boolean; readonly rate: number }
  | { readonly kind: 'algebraic'; readonly coefficient: (k: number) => Real };
