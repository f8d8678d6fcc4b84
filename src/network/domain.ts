import type { Real } from '../exact/real.js';
import type { UnivariateFunction } from './univariate.js';

/**
 * A kind of numbers that a network can be interpreted over: doubles, exact numbers, decimals,
 * enclosures, germs at infinity.
 *
 * An operation says once, in these words, what it does; a domain says once what the words mean for
 * its numbers. Every pair of the two then works.
 *
 * A constant comes as the nearest double and, where it is another number, that number: `other` is
 * null for a constant that is its double.
 */
export interface Domain<X> {
  /** The number a constant of the network is. */
  constant(nearest: number, other: Real | null): X;

  /** `sum + weight·x`, the weight not 0. */
  addScaled(sum: X, x: X, weight: number, weightOther: Real | null): X;

  /** f(x). @param place - the unit that applies f, for domains that record what it chose */
  apply(f: UnivariateFunction, x: X, place: UnitPlace): X;

  /** The largest of `x[i]`, i in `group`. @param group - not empty */
  maximum(group: Int32Array, x: ArrayLike<X>, place: UnitPlace): X;
}

/** One output of one node of a network. */
export interface UnitPlace {
  /** Which node, from 0. */
  readonly node: number;
  /** Which of its outputs, from 0. */
  readonly unit: number;
}
