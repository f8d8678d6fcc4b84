import { bitLength } from '../../exact/bitLength.js';
import {
  addDyadic,
  atExponent,
  type Dyadic,
  dyadicOf,
  multiplyDyadic,
  ZERO,
} from '../../exact/dyadic.js';
import { Rational } from '../../exact/rational.js';
import { allFinite } from '../../kernel/allFinite.js';
import { firstLargest } from '../../tail/germ.js';
import type { Lines } from '../../tail/logitLines.js';
import { type Batch, rowOf } from '../batch.js';

/** Quantities that are `intercept[i] + t·slope[i]` for all large t. Exact. */
export interface GermVector extends Lines<Rational> {
  /** How far each slope may be off, where they were rounded; the signs are right. Exact if absent. */
  readonly slopeErrors?: Float64Array;
}

/** The germs `weights[o] · x + bias[o]` of an affine map whose coefficients are doubles. Exact. */
export function mapGerms(
  rows: readonly ArrayLike<number>[],
  bias: ArrayLike<number>,
  x: GermVector,
): GermVector {
  return {
    slope: rows.map((row) => exactDot(row, x.slope)),
    intercept: rows.map((row, o) => exactDot(row, x.intercept).add(Rational.of(bias[o]))),
  };
}

/**
 * The same of a fitted matrix: what is found out about it is kept as long as it is. Exact.
 *
 * @param weights - does not change
 */
export function fittedMapGerms(weights: Batch, bias: ArrayLike<number>, x: GermVector): GermVector {
  return {
    slope: exactProduct(weights, x.slope),
    intercept: exactProduct(weights, x.intercept).map((a, o) => a.add(Rational.of(bias[o]))),
  };
}

/**
 * `weights · values` for doubles and rationals: as whole multiples of powers of two, where these are
 * near enough to each other. Exact.
 *
 * @param weights - does not change
 */
export function exactProduct(weights: Batch, values: readonly Rational[]): Rational[] {
  const exponents = rowExponentsOf(weights);
  const vector = exponents && wholeNumbersOf(values);
  if (!vector) {
    return Array.from({ length: weights.rows }, (_, o) => exactDot(rowOf(weights, o), values));
  }
  return exponents.map((exponent, o) => {
    const row = rowOf(weights, o);
    // Scaled, each is a whole number that a double holds. Kept as bigints, large matrices would take
    // several times their memory.
    const scale = 2 ** -exponent;
    let mantissa = 0n;
    for (const i of vector.places) mantissa += BigInt(row[i] * scale) * vector.mantissas[i];
    return Rational.ofDyadic({ mantissa, exponent: exponent + vector.exponent });
  });
}

/** `Σ weights[i]·values[i]` for doubles and rationals. Exact. */
export function exactDot(weights: ArrayLike<number>, values: readonly Rational[]): Rational {
  const dyadics = dyadicsOf(values);
  if (dyadics) {
    let sum = ZERO;
    for (let i = 0; i < values.length; i++) {
      if (weights[i] === 0 || dyadics[i].mantissa === 0n) continue;
      sum = addDyadic(sum, multiplyDyadic(dyadicOf(weights[i]), dyadics[i]));
    }
    return Rational.ofDyadic(sum);
  }
  return values.reduce(
    (sum, value, i) => sum.add(value.multiply(Rational.of(weights[i]))),
    Rational.zero,
  );
}

/** `Σ x[i]·y[i]`. Exact. */
export function innerProduct(x: readonly Rational[], y: readonly Rational[]): Rational {
  const left = dyadicsOf(x);
  const right = dyadicsOf(y);
  if (left && right) {
    let sum = ZERO;
    for (let i = 0; i < left.length; i++) {
      if (left[i].mantissa === 0n || right[i].mantissa === 0n) continue;
      sum = addDyadic(sum, multiplyDyadic(left[i], right[i]));
    }
    return Rational.ofDyadic(sum);
  }
  return x.reduce((sum, value, i) => sum.add(value.multiply(y[i])), Rational.zero);
}

/** −1, 0 or 1 as germ i ends below, equal to or above germ j. Exact. */
export function compareGerms({ slope, intercept }: GermVector, i: number, j: number): -1 | 0 | 1 {
  return slope[i].compare(slope[j]) || intercept[i].compare(intercept[j]);
}

/** The index of the germ that ends largest: the first one on exact ties. */
export function largestGerm(germs: GermVector): number {
  const indices = Array.from(germs.slope.keys());
  return firstLargest(indices, (i, j) => compareGerms(germs, i, j));
}

/** Whether nothing moves: all slopes are 0. */
export function isConstant({ slope }: GermVector): boolean {
  return slope.every(({ sign }) => sign === 0);
}

/** The nearest doubles. */
export function toNumbers(values: readonly Rational[]): Float64Array {
  return Float64Array.from(values, (value) => value.toNumber());
}

const known = new WeakMap<readonly Rational[], readonly Dyadic[] | null>();

/** The values as dyadic numbers, or null if one has another denominator than a power of two. */
function dyadicsOf(values: readonly Rational[]): readonly Dyadic[] | null {
  let dyadics = known.get(values);
  if (dyadics === undefined) {
    // Sums of dyadics need no greatest common divisors, hence this detour: long dot products of
    // rationals would spend their time there.
    const converted = values.map(dyadicOfRational);
    dyadics = converted.every((dyadic) => dyadic !== null) ? converted : null;
    known.set(values, dyadics);
  }
  return dyadics;
}

function dyadicOfRational({ numerator, denominator }: Rational): Dyadic | null {
  if (denominator === 1n) return { mantissa: numerator, exponent: 0 };
  const exponent = bitLength(denominator) - 1;
  if (denominator !== 1n << BigInt(exponent)) return null;
  return { mantissa: numerator, exponent: -exponent };
}

/** Numbers as whole multiples of one power of two. */
interface WholeNumbers {
  readonly mantissas: readonly bigint[];
  readonly exponent: number;
}

/** The same, with the places of those that are not 0. */
interface WholeVector extends WholeNumbers {
  readonly places: readonly number[];
}

/** Binary digits that a common power of two may add: with more the products would be longer for it. */
const MOST_DIGITS = 256;

/** The exponent of a power of two that all are whole multiples of; null where they differ too much in size. */
function commonExponent(dyadics: readonly Dyadic[]): number | null {
  let least = Infinity;
  let most = -Infinity;
  for (const { mantissa, exponent } of dyadics) {
    if (mantissa === 0n) continue;
    least = Math.min(least, exponent);
    most = Math.max(most, exponent);
  }
  if (least === Infinity) return 0;
  return most - least > MOST_DIGITS ? null : least;
}

function wholeNumbers(dyadics: readonly Dyadic[]): WholeNumbers | null {
  const exponent = commonExponent(dyadics);
  if (exponent === null) return null;
  return { mantissas: dyadics.map((dyadic) => atExponent(dyadic, exponent)), exponent };
}

/** Below it, a power of two has no double as its reciprocal. */
const LEAST_EXPONENT = -1023;

const rowExponents = new WeakMap<Batch, readonly number[] | null>();

/** `commonExponent` of each row of a fitted matrix; null where one has none that doubles reach. */
function rowExponentsOf(matrix: Batch): readonly number[] | null {
  let exponents = rowExponents.get(matrix);
  if (exponents === undefined) {
    const made = allFinite(matrix.values)
      ? Array.from({ length: matrix.rows }, (_, o) =>
          commonExponent(Array.from(rowOf(matrix, o), dyadicOf)),
        )
      : [null];
    exponents = made.every((found) => found !== null && found >= LEAST_EXPONENT)
      ? (made as number[])
      : null;
    rowExponents.set(matrix, exponents);
  }
  return exponents;
}

const wholeVectors = new WeakMap<readonly Rational[], WholeVector | null>();

function wholeNumbersOf(values: readonly Rational[]): WholeVector | null {
  let whole = wholeVectors.get(values);
  if (whole === undefined) {
    const dyadics = dyadicsOf(values);
    const made = dyadics && wholeNumbers(dyadics);
    whole = made && {
      ...made,
      places: made.mantissas.flatMap((mantissa, i) => (mantissa === 0n ? [] : [i])),
    };
    wholeVectors.set(values, whole);
  }
  return whole;
}
