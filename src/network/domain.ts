import type { Real } from '../exact/real.js';
import type { ElementaryFunction } from './elementaryFunction.js';
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

  /** Σ weight·value over rows at once, where that is faster or sharper than one by one. */
  readonly combination?: (rows: readonly WeightedRow<X>[]) => X;

  /** What is beyond piecewise-affine; absent where the domain's numbers cannot. */
  readonly beyond?: BeyondAffine<X>;
}

/** Some values and their weights in a sum. */
export interface WeightedRow<X> {
  readonly weights: ArrayLike<number>;
  /** For each weight the number it is, null where that is its double; null if all are. */
  readonly others: ArrayLike<Real | null> | null;
  /** For each weight the place of its value; null where they are in order. */
  readonly columns: ArrayLike<number> | null;
  readonly values: ArrayLike<X>;
}

/** What operations on several computed values mean for a domain's numbers. */
export interface BeyondAffine<X> {
  multiply(x: X, y: X): X;

  divide(x: X, y: X): X;

  /** A function that has no asymptotes, or is not defined everywhere. */
  elementary(f: ElementaryFunction, x: X): X;

  /** Softmax of `x[i]`, i in `group`: the share of each. */
  softmax(group: Int32Array, x: ArrayLike<X>): readonly X[];

  /** `positive` where the condition is above 0, else `otherwise`. */
  choose(condition: X, positive: () => X, otherwise: () => X): X;
}

/** One output of one node of a network. */
export interface UnitPlace {
  /** Which node, from 0. */
  readonly node: number;
  /** Which of its outputs, from 0. */
  readonly unit: number;
}
