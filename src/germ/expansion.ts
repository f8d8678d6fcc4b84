import { Rational } from '../exact/rational.js';
import { Coefficient } from './coefficient.js';
import {
  ANYTHING,
  CONSTANT,
  compareMonomials,
  fasterOf,
  type Monomial,
  multiplyMonomials,
} from './monomial.js';

/**
 * A function of t for t → ∞: Σ coefficient·monomial, fastest first, up to O(remainder).
 *
 * Without a remainder the sum is the function itself, for all large t. `remainder` is smaller than
 * every monomial of the sum.
 */
export interface Expansion {
  readonly terms: readonly Term[];
  readonly remainder: Monomial | null;
}

export interface Term {
  readonly monomial: Monomial;
  readonly coefficient: Coefficient;
}

/**
 * How far an expansion is carried: powers less than `depth` below the first are kept, and all that
 * are not negative.
 */
export interface Precision {
  readonly depth: number;
}

export const ZERO: Expansion = { terms: [], remainder: null };

/** A function of which nothing is known. */
export const UNKNOWN: Expansion = { terms: [], remainder: ANYTHING };

export function constantExpansion(coefficient: Coefficient): Expansion {
  return monomialExpansion(coefficient, CONSTANT);
}

export function monomialExpansion(coefficient: Coefficient, monomial: Monomial): Expansion {
  return coefficient.isZero ? ZERO : { terms: [{ monomial, coefficient }], remainder: null };
}

/** What is only known to be O(bound). */
export function remainderOf(bound: Monomial): Expansion {
  return { terms: [], remainder: bound };
}

/** Σ weights[i]·x[i]. */
export function combine(
  weights: readonly Rational[],
  x: readonly Expansion[],
  precision: Precision,
): Expansion {
  let remainder: Monomial | null = null;
  const groups: Group[] = [];
  const plain = new Map<number, Group>();
  for (let i = 0; i < x.length; i++) {
    if (weights[i].numerator === 0n) continue;
    if (x[i].remainder)
      remainder = remainder ? fasterOf(remainder, x[i].remainder!) : x[i].remainder;
    for (const { monomial, coefficient } of x[i].terms) {
      const group = groupOf(groups, plain, monomial);
      if (!group) return UNKNOWN;
      group.weights.push(weights[i]);
      group.parts.push(coefficient);
    }
  }
  const terms = groups.map(({ monomial, weights: factors, parts }) => ({
    monomial,
    coefficient: Coefficient.combination(factors, parts),
  }));
  return arranged(terms, remainder, precision);
}

interface Group {
  readonly monomial: Monomial;
  readonly weights: Rational[];
  readonly parts: Coefficient[];
}

function groupOf(groups: Group[], plain: Map<number, Group>, monomial: Monomial): Group | null {
  const isPlain = monomial.growth.length === 0 && monomial.log === 0;
  const known = isPlain ? plain.get(monomial.power) : undefined;
  if (known) return known;
  if (!isPlain) {
    for (const group of groups) {
      const order = compareMonomials(group.monomial, monomial);
      if (order === 0) return group;
      if (order === null) return null;
    }
  }
  const group = { monomial, weights: [], parts: [] };
  groups.push(group);
  if (isPlain) plain.set(monomial.power, group);
  return group;
}

/** x + y. */
export function addExpansions(x: Expansion, y: Expansion, precision: Precision): Expansion {
  return combine([Rational.one, Rational.one], [x, y], precision);
}

/** x − y; of one object and itself exactly 0. */
export function subtractExpansions(x: Expansion, y: Expansion, precision: Precision): Expansion {
  return x === y ? ZERO : combine([Rational.one, MINUS_ONE], [x, y], precision);
}

const MINUS_ONE = Rational.of(-1);
/** The largest power below 0. */
const NEGATIVE = -1 / 64;

/** factor·x. */
export function scaleExpansion(x: Expansion, factor: Coefficient): Expansion {
  if (factor.isZero) return ZERO;
  return {
    terms: x.terms.map(({ monomial, coefficient }) => ({
      monomial,
      coefficient: coefficient.multiply(factor),
    })),
    remainder: x.remainder,
  };
}

/** x·y. */
export function multiplyExpansions(x: Expansion, y: Expansion, precision: Precision): Expansion {
  let remainder: Monomial | null = null;
  const cover = (a: Monomial | null, b: Monomial | null) => {
    if (!a || !b) return;
    const product = productBound(a, b);
    remainder = remainder ? fasterOf(remainder, product) : product;
  };
  cover(x.remainder, boundOf(y));
  cover(y.remainder, boundOf(x));
  const floor = depthBelow(x, y, precision);
  const groups: Group[] = [];
  const plain = new Map<number, Group>();
  for (const a of x.terms) {
    for (const b of y.terms) {
      const monomial = multiplyMonomials(a.monomial, b.monomial);
      if (monomial.growth.length === 0 && monomial.power <= floor) {
        cover(a.monomial, b.monomial);
        continue;
      }
      const group = groupOf(groups, plain, monomial);
      if (!group) return UNKNOWN;
      group.weights.push(Rational.one);
      group.parts.push(a.coefficient.multiply(b.coefficient));
    }
  }
  const terms = groups.map(({ monomial, weights, parts }) => ({
    monomial,
    coefficient: Coefficient.combination(weights, parts),
  }));
  return arranged(terms, remainder, precision);
}

function productBound(a: Monomial, b: Monomial): Monomial {
  return a.power === Infinity || b.power === Infinity ? ANYTHING : multiplyMonomials(a, b);
}

/** Powers at or below this are left to the remainder of a product, if it has exponentials none. */
function depthBelow(x: Expansion, y: Expansion, { depth }: Precision): number {
  const [a, b] = [x.terms[0]?.monomial, y.terms[0]?.monomial];
  if (!a || !b || a.growth.length > 0 || b.growth.length > 0) return -Infinity;
  return Math.min(a.power + b.power - depth, NEGATIVE);
}

/** A bound of the whole: its first monomial; null for 0. */
export function boundOf({ terms, remainder }: Expansion): Monomial | null {
  return terms.length > 0 ? terms[0].monomial : remainder;
}

/** Sorts terms, and leaves to the remainder what is too small or below it. */
export function arranged(
  terms: readonly Term[],
  remainder: Monomial | null,
  { depth }: Precision,
): Expansion {
  if (remainder?.power === Infinity) return UNKNOWN;
  let incomparable = false;
  const sorted = terms
    .filter(({ coefficient }) => !coefficient.isZero)
    .sort((x, y) => {
      const order = compareMonomials(y.monomial, x.monomial);
      if (order === null) incomparable = true;
      return order ?? 0;
    });
  if (incomparable) return UNKNOWN;
  const kept: Term[] = [];
  const [first] = sorted;
  let bound = remainder;
  for (const term of sorted) {
    const order = bound ? compareMonomials(term.monomial, bound) : 1;
    if (order === null) return UNKNOWN;
    if (order <= 0) break;
    const tooDeep =
      (term.monomial.growth === first.monomial.growth ||
        term.monomial.growth.length + first.monomial.growth.length === 0) &&
      term.monomial.power <= Math.min(first.monomial.power - depth, NEGATIVE);
    if (tooDeep || kept.length >= 2 * depth + 4) {
      bound = bound ? fasterOf(bound, term.monomial) : term.monomial;
      break;
    }
    kept.push(term);
  }
  return { terms: kept, remainder: bound };
}

/** The first term that is not 0; null where there is none, or it is not known which it is. */
export function leadingTerm(x: Expansion): Term | null {
  const term = x.terms[0];
  return term?.coefficient.sign ? term : null;
}

/**
 * −1, 0 or 1: the sign of a function for all large t; 0 only where it is identically 0; null: not
 * known.
 */
export function signOfExpansion(x: Expansion): -1 | 0 | 1 | null {
  if (x.terms.length > 0) return x.terms[0].coefficient.sign;
  return x.remainder ? null : 0;
}
