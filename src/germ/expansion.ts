import { Coefficient, type SumParts } from './coefficient.js';
import { CombinationBounds } from './doubleBounds.js';
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
  weights: ArrayLike<number>,
  x: readonly Expansion[],
  precision: Precision,
): Expansion {
  return combineRows([{ weights, columns: null, values: x }], precision);
}

/** Expansions and their weights in a sum. */
export interface ExpansionRow {
  readonly weights: ArrayLike<number>;
  /** For each weight the place of its value; null where they are in order. */
  readonly columns: ArrayLike<number> | null;
  readonly values: ArrayLike<Expansion>;
}

/** Σ weight·value over rows. */
export function combineRows(rows: readonly ExpansionRow[], precision: Precision): Expansion {
  const only = onlyValue(rows);
  if (only) return only;
  let remainder: Monomial | null = null;
  const sums: SumOfTerms[] = [];
  for (const { weights, columns, values } of rows) {
    for (let n = 0; n < weights.length; n++) {
      const weight = weights[n];
      if (weight === 0) continue;
      const x = values[columns ? columns[n] : n];
      if (x.remainder && x.remainder !== remainder) {
        remainder = remainder ? fasterOf(remainder, x.remainder) : x.remainder;
      }
      const { terms } = x;
      for (let k = 0; k < terms.length; k++) {
        const { monomial, coefficient } = terms[k];
        let sum = placeOf(sums, monomial);
        if (sum === null) return UNKNOWN;
        if (sum === undefined) sums.push((sum = new SumOfTerms(monomial, rows)));
        sum.add(weight, coefficient);
      }
    }
  }
  return arranged(
    sums.map((sum) => sum.term()),
    remainder,
    precision,
  );
}

/** The value that a sum of one term of weight 1 is. */
function onlyValue(rows: readonly ExpansionRow[]): Expansion | null {
  if (rows.length !== 1) return null;
  const [{ weights, columns, values }] = rows;
  return weights.length === 1 && weights[0] === 1 ? values[columns ? columns[0] : 0] : null;
}

/** The sum of all coefficients of one monomial: its bounds now, its parts when they are asked for. */
class SumOfTerms {
  private readonly bounds = new CombinationBounds();
  private isRational = true;
  private operations = 0;
  private only: Coefficient | null = null;

  constructor(
    readonly monomial: Monomial,
    private readonly rows: readonly ExpansionRow[],
  ) {}

  add(weight: number, coefficient: Coefficient): void {
    this.only = this.bounds.count === 0 && weight === 1 ? coefficient : null;
    this.bounds.add(weight, coefficient);
    this.isRational &&= coefficient.isRational;
    this.operations += coefficient.operations;
  }

  term(): Term {
    const { monomial, only, isRational, operations } = this;
    const coefficient =
      only ?? Coefficient.sum(this.bounds.total(), isRational, operations, () => this.collect());
    return { monomial, coefficient };
  }

  private collect(): SumParts {
    const collected: { weights: number[]; parts: Coefficient[] } = { weights: [], parts: [] };
    for (const { weights, columns, values } of this.rows) {
      for (let n = 0; n < weights.length; n++) {
        if (weights[n] === 0) continue;
        for (const { monomial, coefficient } of values[columns ? columns[n] : n].terms) {
          if (compareMonomials(monomial, this.monomial) !== 0) continue;
          collected.weights.push(weights[n]);
          collected.parts.push(coefficient);
        }
      }
    }
    return collected;
  }
}

/** What has a monomial among others; undefined where none has, null where that is not known. */
function placeOf<T extends { readonly monomial: Monomial }>(
  places: readonly T[],
  monomial: Monomial,
): T | null | undefined {
  for (let k = 0; k < places.length; k++) {
    if (places[k].monomial === monomial) return places[k];
    const order = compareMonomials(places[k].monomial, monomial);
    if (order === 0) return places[k];
    if (order === null) return null;
  }
  return undefined;
}

/** x + y. */
export function addExpansions(x: Expansion, y: Expansion, precision: Precision): Expansion {
  return combine(ONE_AND_ONE, [x, y], precision);
}

/** x − y; of one object and itself exactly 0. */
export function subtractExpansions(x: Expansion, y: Expansion, precision: Precision): Expansion {
  return x === y ? ZERO : combine(ONE_AND_MINUS_ONE, [x, y], precision);
}

const ONE_AND_ONE = [1, 1];
const ONE_AND_MINUS_ONE = [1, -1];
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
  const products: { readonly monomial: Monomial; readonly parts: Coefficient[] }[] = [];
  for (const a of x.terms) {
    for (const b of y.terms) {
      const monomial = multiplyMonomials(a.monomial, b.monomial);
      if (monomial.growth.length === 0 && monomial.power <= floor) {
        cover(a.monomial, b.monomial);
        continue;
      }
      let place = placeOf(products, monomial);
      if (place === null) return UNKNOWN;
      if (place === undefined) products.push((place = { monomial, parts: [] }));
      place.parts.push(a.coefficient.multiply(b.coefficient));
    }
  }
  const terms = products.map(({ monomial, parts }) => ({
    monomial,
    coefficient: Coefficient.sumOf(parts),
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
  if (terms.length < 2 && !remainder) {
    if (terms.length === 0 || terms[0].coefficient.isZero) return ZERO;
    return { terms, remainder: null };
  }
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
