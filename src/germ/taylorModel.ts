import type { Atoms } from './atoms.js';
import type { Coefficient } from './coefficient.js';
import {
  constantExpansion,
  type Expansion,
  monomialExpansion,
  multiplyExpansions,
  type Precision,
  type Term,
  ZERO,
} from './expansion.js';
import { powerOf } from './monomial.js';

/**
 * A function of t known for every t ≥ from, not only in the end: a sum of powers of t up to a rest,
 * `|f(t) − polynomial(t)| ≤ rest·(t/from)^power`.
 *
 * So the rest is a number: what it is at most at `from`, and how it falls from there.
 *
 * Arithmetic: coefficients as in expansions; rests in float64, every step rounded up.
 *
 * Source: Makino and Berz, Taylor models and other validated functional inclusion methods, 2003,
 * here about infinity.
 */
export interface Model {
  /** Powers of t alone, without a remainder. */
  readonly polynomial: Expansion;
  readonly rest: number;
  readonly power: number;
}

/** What the models of one walk share. */
export interface ModelContext {
  /** Positive: models hold from this t on. */
  readonly from: number;
  /** Powers this much below the first, and below 0, are left to the rest. */
  readonly depth: number;
  readonly atoms: Atoms;
  /** Whether functions near a constant are bounded by chords alone, as certificates are checked. */
  readonly byChords: boolean;
}

/**
 * What of a function models do not tell. `cancellation`: whether a coefficient is 0 that only an
 * identity between irrational numbers shows to be. `rest`: what is left outweighs what is compared
 * with it. Others name the function that has no model.
 */
export type OpenPart =
  | 'cancellation'
  | 'rest'
  | 'piece'
  | 'power'
  | 'exponential'
  | 'logarithm'
  | 'periodic function';

/** Thrown where a model does not tell: at this `from`, or at any. */
export class OpenModel extends Error {
  constructor(
    readonly what: string,
    readonly part: OpenPart,
  ) {
    super(`${what} is not known from here on`);
  }
}

/** Nothing is cut off products and sums of polynomials before `truncated`. */
const WHOLE: Precision = { depth: Infinity };
/** More than the roundings of a few operations. */
const ROUNDED = 1 + 2 ** -46;
const TINY = 2 ** -1060;

/** A bound computed in a few operations, raised by more than their roundings. */
export function raised(bound: number): number {
  if (!(bound < Infinity)) throw new OpenModel('a bound', 'rest');
  return bound * ROUNDED + TINY;
}

export function modelOf(polynomial: Expansion): Model {
  return { polynomial, rest: 0, power: -Infinity };
}

export function constantModel(coefficient: Coefficient): Model {
  return modelOf(constantExpansion(coefficient));
}

export const NOTHING: Model = modelOf(ZERO);

/** What is only known to be at most `rest` at `from`, and to go like t^power. */
export function restModel(rest: number, power: number): Model {
  return rest === 0 ? NOTHING : { polynomial: ZERO, rest: raised(rest), power };
}

/** How large a coefficient is at most. */
function magnitude({ lower, upper }: Coefficient): number {
  return Math.max(Math.abs(lower), Math.abs(upper));
}

/** A bound of a term at `from`. */
function sizeOfTerm({ coefficient, monomial }: Term, { from }: ModelContext): number {
  return raised(magnitude(coefficient) * from ** monomial.power);
}

/** How large terms are together at `from`, at most; they fall as t^power, the first's. */
function sizeOfTerms(terms: readonly Term[], context: ModelContext): number {
  let sum = 0;
  for (const term of terms) sum += sizeOfTerm(term, context);
  return terms.length < 2 ? sum : raised(sum);
}

/** |f(t)| ≤ size·(t/from)^power for t ≥ from. */
export interface Size {
  readonly size: number;
  readonly power: number;
}

export function sizeOf({ polynomial, rest, power }: Model, context: ModelContext): Size {
  const [first] = polynomial.terms;
  if (!first) return { size: rest, power };
  const terms = sizeOfTerms(polynomial.terms, context);
  return {
    size: rest === 0 ? terms : raised(terms + rest),
    power: Math.max(first.monomial.power, power),
  };
}

/** x + y, with weights 1. */
export function withRest(x: Model, rest: number, power: number): Model {
  if (rest === 0) return x;
  return {
    polynomial: x.polynomial,
    rest: raised(x.rest + rest),
    power: Math.max(x.power, power),
  };
}

/** factor·t^power·x. */
export function timesMonomial(
  x: Model,
  factor: Coefficient,
  power: number,
  context: ModelContext,
): Model {
  const polynomial = multiplyExpansions(
    x.polynomial,
    monomialExpansion(factor, powerOf(power)),
    WHOLE,
  );
  if (x.rest === 0) return modelOf(polynomial);
  return {
    polynomial,
    rest: raised(raised(x.rest * magnitude(factor)) * context.from ** power),
    power: x.power + power,
  };
}

/** x·y. */
export function multiplyModels(x: Model, y: Model, context: ModelContext): Model {
  const polynomial = multiplyExpansions(x.polynomial, y.polynomial, WHOLE);
  let rest = 0;
  let power = -Infinity;
  const cover = (a: Size, b: Size) => {
    if (a.size === 0 || b.size === 0) return;
    rest = raised(rest + raised(a.size * b.size));
    power = Math.max(power, a.power + b.power);
  };
  const restOf = (z: Model): Size => ({ size: z.rest, power: z.power });
  if (x.rest !== 0) cover(restOf(x), sizeOf(y, context));
  if (y.rest !== 0) cover(restOf(y), sizeOf(modelOf(x.polynomial), context));
  return truncated({ polynomial, rest, power }, context);
}

/** The largest power below 0. */
const NEGATIVE = -1 / 64;

/** Leaves to the rest what is far below the first term. */
export function truncated(x: Model, context: ModelContext): Model {
  const { terms } = x.polynomial;
  if (terms.length < 2) return x;
  const floor = Math.min(terms[0].monomial.power - context.depth, NEGATIVE);
  const kept = terms.filter(({ monomial }) => monomial.power > floor);
  if (kept.length === terms.length) return x;
  const cut = terms.slice(kept.length);
  return withRest(
    { ...x, polynomial: { terms: kept, remainder: null } },
    sizeOfTerms(cut, context),
    cut[0].monomial.power,
  );
}

/** How a function starts: `|x(t)| ≥ least·(t/from)^power` with one sign for all t ≥ from. */
export interface Lead {
  readonly term: Term;
  readonly sign: -1 | 1;
  readonly power: number;
  readonly least: number;
}

/**
 * The first term, where it outweighs all others from `from` on; null for what is 0 for ever.
 *
 * @throws OpenModel where it is not known to
 */
export function leadOf(x: Model, context: ModelContext): Lead | null {
  const [term, ...others] = x.polynomial.terms;
  if (!term && x.rest === 0) return null;
  const sign = term?.coefficient.sign;
  const power = term?.monomial.power;
  if (term && sign === null) {
    throw new OpenModel(`whether the coefficient of t^${power} is 0`, 'cancellation');
  }
  if (!sign || x.power > power) throw new OpenModel('which sign a value has', 'rest');
  const { lower, upper } = term.coefficient;
  const first = (sign > 0 ? lower : -upper) * context.from ** power;
  const against = sizeOfTerms(others, context) + x.rest;
  const least = first / ROUNDED - (against === 0 ? 0 : raised(against));
  if (!(least > 0)) throw new OpenModel('which sign a value has', 'rest');
  return { term, sign, power, least: least / ROUNDED };
}

/** Whether a function stays bounded and has a limit: nothing grows, and no rest stays. */
export function splitModel(x: Model): {
  readonly constant: Coefficient | null;
  readonly moving: Model;
} {
  const [first] = x.polynomial.terms;
  const { power } = first?.monomial ?? { power: -1 };
  if (power > 0 || x.power > 0) throw new OpenModel('where a value tends to', 'rest');
  if (power !== 0) return { constant: null, moving: x };
  const terms = x.polynomial.terms.slice(1);
  return {
    constant: first.coefficient,
    moving: { ...x, polynomial: { terms, remainder: null } },
  };
}

/** Whether a function grows beyond all bounds, as far as its terms tell. */
export function grows(x: Model): boolean {
  const [first] = x.polynomial.terms;
  return first !== undefined && first.monomial.power > 0;
}
