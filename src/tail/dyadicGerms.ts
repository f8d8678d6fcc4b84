import { type Dyadic, dyadicOf, signOfDyadic, subtractDyadic } from '../exact/dyadic.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import type { LinearMap } from '../network/linearMap.js';
import type { Network } from '../network/network.js';
import { OnDemandWalk } from '../network/onDemand.js';
import { type Operation, unknownOperation } from '../network/operation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import type { UnivariateFunction } from '../network/univariate.js';
import { firstLargest, type Germ, type GermSource } from './germ.js';

/**
 * The germs at infinity of the values of a network along a ray, exactly: the fast form of
 * `RealGerms`, for piecewise-affine networks whose constants are all doubles.
 *
 * The germ of a value's entry is the pair (a, b) with entry = a + t·b for all large t. Pairs are
 * pushed through the network: affine operations act on both parts, a rectifier keeps a pair that
 * is lexicographically positive in (b, a), a maximum takes the lexicographically largest.
 *
 * All entries of a value share one power of two for their intercepts and one for their slopes, so
 * sums are sums of integers. The exponents are known before any entry is; entries are computed
 * when asked for, which lets the certified engine settle one doubtful unit without the rest.
 *
 * Arithmetic: exact.
 *
 * Source: claim `eventually-affine` (F1).
 */
export class DyadicGerms extends OnDemandWalk implements GermSource {
  private readonly values: DyadicGermVector[];

  constructor(network: Network, origin: readonly Dyadic[], direction: readonly Dyadic[]) {
    super(network);
    const input = vectorWith(lowestExponent(origin), lowestExponent(direction), network.inputSize);
    for (let i = 0; i < network.inputSize; i++) {
      input.intercepts[i] = lowered(origin[i], input.interceptExponent);
      input.slopes[i] = lowered(direction[i], input.slopeExponent);
    }
    this.values = [input];
    for (const { operation, inputs } of network.nodes) {
      this.values.push(emptyVector(operation, inputs, this.values));
    }
  }

  /** Every germ of a value, as integers with common exponents. */
  vector(value: number): Required<DyadicGermVector> {
    this.require(value);
    return this.values[value];
  }

  of(value: number): readonly Germ[] {
    const { slopes } = this.vector(value);
    return slopes.map((_, i) => this.germ(value, i));
  }

  at(value: number, index: number): Germ {
    this.require(value, [index]);
    return this.germ(value, index);
  }

  private germ(value: number, i: number): Germ {
    const { intercepts, interceptExponent, slopes, slopeExponent } = this.values[value];
    return {
      intercept: realOf(intercepts[i], interceptExponent),
      slope: realOf(slopes[i], slopeExponent),
    };
  }

  protected has(value: number, index: number): boolean {
    return this.values[value].slopes[index] !== undefined;
  }

  protected make(node: number, unit: number): void {
    const { operation, inputs } = this.network.nodes[node];
    computeEntry(operation, inputs, this.values, this.values[node + 1], unit);
  }
}

/** The germs of one value: entry i is `intercepts[i]·2^interceptExponent + t·slopes[i]·2^slopeExponent`. */
export interface DyadicGermVector {
  readonly interceptExponent: number;
  readonly slopeExponent: number;
  readonly intercepts: bigint[];
  readonly slopes: bigint[];
}

/** −1, 0 or 1: the sign of a + t·b for all large t, 0 only for the germ (0, 0). */
function signOfGerm(intercept: bigint, slope: bigint): -1 | 0 | 1 {
  if (slope !== 0n) return slope > 0n ? 1 : -1;
  return intercept > 0n ? 1 : intercept < 0n ? -1 : 0;
}

function computeEntry(
  operation: Operation,
  inputs: readonly number[],
  values: readonly DyadicGermVector[],
  out: DyadicGermVector,
  i: number,
): void {
  const x = values[inputs[0]];
  switch (operation.kind) {
    case 'affine': {
      let intercept = lowered(dyadicOf(operation.bias.nearest[i]), out.interceptExponent);
      let slope = 0n;
      for (let k = 0; k < inputs.length; k++) {
        const map = operation.maps[k];
        const input = values[inputs[k]];
        const { columns, mantissas } = exactRow(map, i);
        let a = 0n;
        let b = 0n;
        for (let m = 0; m < columns.length; m++) {
          const intercept = input.intercepts[columns[m]];
          const slope = input.slopes[columns[m]];
          // Units that are off, and coordinates that do not move, are most of them.
          if (intercept !== 0n) a += mantissas[m] * intercept;
          if (slope !== 0n) b += mantissas[m] * slope;
        }
        const exponent = lowestExponentOfMap(map);
        intercept += a << BigInt(exponent + input.interceptExponent - out.interceptExponent);
        slope += b << BigInt(exponent + input.slopeExponent - out.slopeExponent);
      }
      out.intercepts[i] = intercept;
      out.slopes[i] = slope;
      return;
    }
    case 'activation': {
      const { slopes, intercepts, breakpoints } = dyadicLines(operation.functionOf(i));
      const piece = pieceOfGerm(breakpoints, x, i);
      const scale = lowered(slopes[piece], out.interceptExponent - x.interceptExponent);
      out.intercepts[i] =
        x.intercepts[i] * scale + lowered(intercepts[piece], out.interceptExponent);
      out.slopes[i] = x.slopes[i] * lowered(slopes[piece], out.slopeExponent - x.slopeExponent);
      return;
    }
    case 'maximum': {
      const winner = largestOfGroup(operation.groups[i], x);
      out.intercepts[i] = x.intercepts[winner];
      out.slopes[i] = x.slopes[winner];
      return;
    }
    case 'general':
      throw beyondPiecewiseAffine(operation.name, 'DyadicGerms');
    default:
      unknownOperation(operation, 'DyadicGerms');
  }
}

/**
 * The piece that entry i of a vector of germs ends on: the number of breakpoints it ends above.
 */
export function pieceOfGerm(
  breakpoints: readonly Dyadic[],
  x: DyadicGermVector,
  i: number,
): number {
  let piece = 0;
  while (piece < breakpoints.length && signAbove(x, i, breakpoints[piece]) > 0) piece++;
  return piece;
}

/** The sign of entry i less a constant, for all large t. */
function signAbove(x: DyadicGermVector, i: number, bound: Dyadic): -1 | 0 | 1 {
  if (x.slopes[i] !== 0n || bound.mantissa === 0n) return signOfGerm(x.intercepts[i], x.slopes[i]);
  return signOfDyadic(
    subtractDyadic({ mantissa: x.intercepts[i], exponent: x.interceptExponent }, bound),
  );
}

/** The pieces of a function whose numbers are all doubles. */
export interface DyadicLines {
  readonly breakpoints: readonly Dyadic[];
  readonly intercepts: readonly Dyadic[];
  readonly slopes: readonly Dyadic[];
}

const linesOfFunctions = new WeakMap<UnivariateFunction, DyadicLines>();

/** Converted when first needed and kept. */
export function dyadicLines(f: UnivariateFunction): DyadicLines {
  let lines = linesOfFunctions.get(f);
  if (lines) return lines;
  if (f.kind !== 'piecewise' || !f.lines?.exact) {
    throw new RangeError(`DyadicGerms: ${f.name} has pieces that are not affine with doubles`);
  }
  lines = {
    breakpoints: Array.from(f.lines.breakpoints, dyadicOf),
    intercepts: Array.from(f.lines.intercepts, dyadicOf),
    slopes: Array.from(f.lines.slopes, dyadicOf),
  };
  linesOfFunctions.set(f, lines);
  return lines;
}

/** The index, among those of a group, of the lexicographically largest (slope, intercept). */
export function largestOfGroup(group: ArrayLike<number>, x: DyadicGermVector): number {
  return firstLargest(group, (i, j) =>
    signOfGerm(x.intercepts[i] - x.intercepts[j], x.slopes[i] - x.slopes[j]),
  );
}

function emptyVector(
  operation: Operation,
  inputs: readonly number[],
  values: readonly DyadicGermVector[],
): DyadicGermVector {
  const x = values[inputs[0]];
  switch (operation.kind) {
    case 'affine': {
      let intercept = lowestExponent(Array.from(operation.bias.nearest, dyadicOf));
      let slope = 0;
      for (let k = 0; k < inputs.length; k++) {
        const exponent = lowestExponentOfMap(operation.maps[k]);
        const input = values[inputs[k]];
        intercept = Math.min(intercept, exponent + input.interceptExponent);
        slope = Math.min(slope, exponent + input.slopeExponent);
      }
      return vectorWith(intercept, slope, operation.size);
    }
    case 'activation': {
      const lines = operation.functions.map(dyadicLines);
      const steepness = Math.min(...lines.map(({ slopes }) => lowestExponent(slopes)));
      const height = Math.min(...lines.map(({ intercepts }) => lowestExponent(intercepts)));
      return vectorWith(
        Math.min(x.interceptExponent + steepness, height),
        x.slopeExponent + steepness,
        operation.size,
      );
    }
    case 'maximum':
      return vectorWith(x.interceptExponent, x.slopeExponent, operation.size);
    case 'general':
      throw beyondPiecewiseAffine(operation.name, 'DyadicGerms');
    default:
      return unknownOperation(operation, 'DyadicGerms');
  }
}

function vectorWith(
  interceptExponent: number,
  slopeExponent: number,
  size: number,
): DyadicGermVector {
  return {
    interceptExponent,
    slopeExponent,
    intercepts: new Array<bigint>(size),
    slopes: new Array<bigint>(size),
  };
}

/** The mantissa at a lower (or, for zero, any) exponent. */
function lowered(x: Dyadic, exponent: number): bigint {
  return x.mantissa === 0n ? 0n : x.mantissa << BigInt(x.exponent - exponent);
}

function lowestExponent(numbers: readonly Dyadic[]): number {
  let lowest = 0;
  for (const { mantissa, exponent } of numbers) {
    if (mantissa !== 0n && exponent < lowest) lowest = exponent;
  }
  return lowest;
}

/** The coefficients of a row as integers at the map's lowest exponent, zeros left out. */
interface ExactRow {
  readonly columns: number[];
  readonly mantissas: bigint[];
}

/** What was converted of a map so far. */
interface ConvertedMap {
  readonly rows: (ExactRow | undefined)[];
  /** By their doubles, where rows share them: those of a convolution would take a hundred times more. */
  readonly mantissas: Map<number, bigint> | null;
}

const convertedMaps = new WeakMap<LinearMap, ConvertedMap>();
const exponentsOfMaps = new WeakMap<LinearMap, number>();

/** One row of a map, converted when first needed and kept. */
function exactRow(map: LinearMap, index: number): ExactRow {
  const converted = convertedOf(map);
  const known = converted.rows[index];
  if (known) return known;
  const exponent = lowestExponentOfMap(map);
  const { columns, values } = map.row(index);
  const row: ExactRow = { columns: [], mantissas: [] };
  for (let k = 0; k < values.length; k++) {
    if (values[k] === 0) continue;
    row.columns.push(columns[k]);
    row.mantissas.push(mantissaOf(values[k], exponent, converted.mantissas));
  }
  converted.rows[index] = row;
  return row;
}

function convertedOf(map: LinearMap): ConvertedMap {
  let converted = convertedMaps.get(map);
  if (!converted) {
    const isShared = map.coefficients.nearest.length < map.rows * map.termsPerRow;
    converted = { rows: [], mantissas: isShared ? new Map() : null };
    convertedMaps.set(map, converted);
  }
  return converted;
}

/** The integer a double is at an exponent low enough; each of those known is the same object. */
function mantissaOf(value: number, exponent: number, known: Map<number, bigint> | null): bigint {
  let mantissa = known?.get(value);
  if (mantissa === undefined) {
    mantissa = lowered(dyadicOf(value), exponent);
    known?.set(value, mantissa);
  }
  return mantissa;
}

/** An exponent at which every coefficient of the map is an integer. */
function lowestExponentOfMap(map: LinearMap): number {
  let lowest = exponentsOfMaps.get(map);
  if (lowest !== undefined) return lowest;
  lowest = 0;
  // One over the unit: a whole number of units needs no lower exponent. Times a power of two a double
  // stays exact unless it overflows, and then its exponent is looked at.
  let perUnit = 1;
  for (let i = 0; i < map.rows; i++) {
    const { values } = map.row(i);
    for (let k = 0; k < values.length; k++) {
      const value = values[k];
      if (Number.isInteger(value * perUnit)) continue;
      lowest = Math.min(lowest, dyadicOf(value).exponent);
      perUnit = 2 ** -lowest;
    }
  }
  exponentsOfMaps.set(map, lowest);
  return lowest;
}

function realOf(mantissa: bigint, exponent: number): Real {
  return Real.ofRational(Rational.ofDyadic({ mantissa, exponent }));
}
