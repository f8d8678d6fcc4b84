import type { Coefficient } from './coefficient.js';
import type { Context } from './context.js';
import {
  addExpansions,
  boundOf,
  constantExpansion,
  type Expansion,
  multiplyExpansions,
  remainderOf,
  UNKNOWN,
  ZERO,
} from './expansion.js';
import {
  CONSTANT,
  compareMonomials,
  type Monomial,
  multiplyMonomials,
  VANISHING,
  vanishes,
} from './monomial.js';

/** The most terms of a series that are taken. */
const MOST_TERMS = 16;

/**
 * f(u) for a function that is smooth near 0 and a u that vanishes: Σ coefficients[k]·u^k up to
 * O(u^n), n the number of terms taken (Taylor's theorem).
 *
 * @param coefficient - coefficient k of the series
 */
export function composeSeries(
  coefficient: (k: number) => Coefficient,
  u: Expansion,
  context: Context,
): Expansion {
  const bound = boundOf(u);
  if (!bound) return constantExpansion(coefficient(0));
  if (vanishes(bound) !== true) return UNKNOWN;
  const count = termsNeeded(bound, context.depth);
  const coefficients = Array.from({ length: count }, (_, k) => coefficient(k));
  let tail: Monomial = CONSTANT;
  for (let k = 0; k < count; k++) tail = multiplyMonomials(tail, bound);
  let sum: Expansion = ZERO;
  for (let k = count - 1; k >= 0; k--) {
    sum = addExpansions(
      multiplyExpansions(sum, u, context),
      constantExpansion(coefficients[k]),
      context,
    );
  }
  return addExpansions(sum, remainderOf(tail), context);
}

function termsNeeded(bound: Monomial, depth: number): number {
  if (compareMonomials(bound, VANISHING) === 0) return 1;
  // Where u vanishes exponentially or like a logarithm, two terms tell what matters.
  if (bound.power >= 0 || bound.growth.length > 0) return 2;
  return Math.min(MOST_TERMS, Math.max(1, Math.ceil(depth / -bound.power)));
}

/** x without its constant term, and that term's coefficient. */
export function splitAtConstant(x: Expansion): {
  readonly growing: Expansion;
  readonly constant: Coefficient | null;
  readonly vanishing: Expansion;
} {
  const growing = x.terms.filter(({ monomial }) => compareMonomials(monomial, CONSTANT) === 1);
  const constant = x.terms.find(({ monomial }) => compareMonomials(monomial, CONSTANT) === 0);
  const vanishing = x.terms.filter(({ monomial }) => compareMonomials(monomial, CONSTANT) === -1);
  return {
    growing: { terms: growing, remainder: null },
    constant: constant?.coefficient ?? null,
    vanishing: { terms: vanishing, remainder: x.remainder },
  };
}

/** Whether all that is left open of x vanishes; null: not known. */
export function settles({ remainder }: Expansion): boolean | null {
  return remainder ? vanishes(remainder) : true;
}
