import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { boundOf, type Expansion } from './expansion.js';
import { CONSTANT, compareMonomials } from './monomial.js';
import { settles, splitAtConstant } from './series.js';

/** The limit of a function with one; null where it has none, or none is known. */
export function limitOf(x: Expansion): Real | null {
  const bound = boundOf(x);
  if (!bound) return Real.zero;
  if (settles(x) !== true) return null;
  const order = compareMonomials(bound, CONSTANT);
  if (order === -1) return Real.zero;
  if (order !== 0) return null;
  const { constant } = splitAtConstant(x);
  return constant ? constant.toNarrowReal() : Real.zero;
}

/** The part of an enclosure of a probability that is one: between 0 and 1. */
export function probability(x: Real): Real {
  const lower = x.lower.sign < 0 ? Rational.zero : x.lower;
  const upper = x.upper.compare(Rational.one) > 0 ? Rational.one : x.upper;
  return lower.compare(upper) > 0 ? x : Real.between(lower, upper);
}
