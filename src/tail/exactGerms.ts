import { type Dyadic, dyadicOf } from '../exact/dyadic.js';
import type { LinearMap } from '../network/linearMap.js';
import { type Network, sizeOfValue } from '../network/network.js';
import type { Operation } from '../network/operation.js';

/**
 * The germs at infinity of the values of a network along a ray, exactly.
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
export class ExactGerms {
  private readonly values: ExactGermVector[];
  /** How many entries have been computed: the cost of exactness so far. */
  computed = 0;

  constructor(
    readonly network: Network,
    origin: readonly Dyadic[],
    direction: readonly Dyadic[],
  ) {
    const input = vectorWith(lowestExponent(origin), lowestExponent(direction), network.inputSize);
    for (let i = 0; i < network.inputSize; i++) {
      input.intercepts[i] = lowered(origin[i]!, input.interceptExponent);
      input.slopes[i] = lowered(direction[i]!, input.slopeExponent);
    }
    this.values = [input];
    for (const { operation, inputs } of network.nodes) {
      this.values.push(emptyVector(operation, inputs, this.values));
    }
  }

  /** Every germ of a value. */
  of(value: number): Required<ExactGermVector> {
    this.require(value, null);
    return this.values[value]!;
  }

  /** The germ of one entry of a value; computes what it depends on and no more. */
  at(value: number, index: number): { intercept: Dyadic; slope: Dyadic } {
    this.require(value, [index]);
    const vector = this.values[value]!;
    return {
      intercept: { mantissa: vector.intercepts[index]!, exponent: vector.interceptExponent },
      slope: { mantissa: vector.slopes[index]!, exponent: vector.slopeExponent },
    };
  }

  /**
   * Computes entries of a value and everything they need.
   *
   * First marks backwards, then computes forwards: no recursion, so depth is no limit.
   */
  private require(value: number, indices: readonly number[] | null): void {
    const { network, values } = this;
    const wanted: (Set<number> | undefined)[] = [];
    const want = (v: number, i: number) => {
      if (values[v]!.slopes[i] === undefined) (wanted[v] ??= new Set()).add(i);
    };
    const size = sizeOfValue(network, value);
    if (indices) for (const i of indices) want(value, i);
    else for (let i = 0; i < size; i++) want(value, i);
    for (let v = value; v >= 1; v--) {
      const marked = wanted[v];
      if (!marked) continue;
      const { operation, inputs } = network.nodes[v - 1]!;
      for (const i of marked) {
        switch (operation.kind) {
          case 'affine':
            for (let k = 0; k < inputs.length; k++) {
              for (const j of exactRow(operation.maps[k]!, i).columns) want(inputs[k]!, j);
            }
            break;
          case 'maximum':
            for (const j of operation.groups[i]!) want(inputs[0]!, j);
            break;
          default:
            want(inputs[0]!, i);
        }
      }
    }
    for (let v = 1; v <= value; v++) {
      const marked = wanted[v];
      if (!marked) continue;
      this.computed += marked.size;
      const { operation, inputs } = network.nodes[v - 1]!;
      for (const i of marked) computeEntry(operation, inputs, values, values[v]!, i);
    }
  }
}

/** The germs of one value: entry i is `intercepts[i]·2^interceptExponent + t·slopes[i]·2^slopeExponent`. */
export interface ExactGermVector {
  readonly interceptExponent: number;
  readonly slopeExponent: number;
  readonly intercepts: bigint[];
  readonly slopes: bigint[];
}

/** −1, 0 or 1: the sign of a + t·b for all large t, 0 only for the germ (0, 0). */
export function signOfGerm(intercept: bigint, slope: bigint): -1 | 0 | 1 {
  if (slope !== 0n) return slope > 0n ? 1 : -1;
  return intercept > 0n ? 1 : intercept < 0n ? -1 : 0;
}

function computeEntry(
  operation: Operation,
  inputs: readonly number[],
  values: readonly ExactGermVector[],
  out: ExactGermVector,
  i: number,
): void {
  const x = values[inputs[0]!]!;
  switch (operation.kind) {
    case 'affine': {
      let intercept = lowered(dyadicOf(operation.bias[i]!), out.interceptExponent);
      let slope = 0n;
      for (let k = 0; k < inputs.length; k++) {
        const map = operation.maps[k]!;
        const input = values[inputs[k]!]!;
        const { columns, mantissas } = exactRow(map, i);
        let a = 0n;
        let b = 0n;
        for (let m = 0; m < columns.length; m++) {
          const j = columns[m]!;
          a += mantissas[m]! * input.intercepts[j]!;
          b += mantissas[m]! * input.slopes[j]!;
        }
        const exponent = lowestExponentOfMap(map);
        intercept += a << BigInt(exponent + input.interceptExponent - out.interceptExponent);
        slope += b << BigInt(exponent + input.slopeExponent - out.slopeExponent);
      }
      out.intercepts[i] = intercept;
      out.slopes[i] = slope;
      return;
    }
    case 'rectifier': {
      const on = signOfGerm(x.intercepts[i]!, x.slopes[i]!) > 0;
      const factor = on ? { mantissa: 1n, exponent: 0 } : dyadicOf(operation.negativeSlope[i]!);
      const scale = lowered(factor, out.interceptExponent - x.interceptExponent);
      out.intercepts[i] = x.intercepts[i]! * scale;
      out.slopes[i] = x.slopes[i]! * scale;
      return;
    }
    case 'clip': {
      const a = x.intercepts[i]! << BigInt(x.interceptExponent - out.interceptExponent);
      const b = x.slopes[i]!;
      const state = clipState(operation.lower, operation.upper, a, b, out.interceptExponent);
      out.intercepts[i] =
        state === 0
          ? a
          : lowered(dyadicOf(state < 0 ? operation.lower : operation.upper), out.interceptExponent);
      out.slopes[i] = state === 0 ? b : 0n;
      return;
    }
    case 'maximum': {
      const winner = largestGerm(operation.groups[i]!, x);
      out.intercepts[i] = x.intercepts[winner]!;
      out.slopes[i] = x.slopes[winner]!;
    }
  }
}

/** −1, 0, 1: whether the germ ends at or below the lower bound, inside, or at or above the upper. */
export function clipState(
  lower: number,
  upper: number,
  intercept: bigint,
  slope: bigint,
  exponent: number,
): -1 | 0 | 1 {
  const against = (bound: number) => {
    if (bound === Infinity) return -1;
    if (bound === -Infinity) return 1;
    return signOfGerm(intercept - lowered(dyadicOf(bound), exponent), slope);
  };
  return against(lower) < 0 ? -1 : against(upper) > 0 ? 1 : 0;
}

/** The index, among those of a group, of the lexicographically largest (slope, intercept). */
export function largestGerm(group: ArrayLike<number>, x: ExactGermVector): number {
  let winner = group[0]!;
  for (let k = 1; k < group.length; k++) {
    const i = group[k]!;
    const difference = signOfGerm(
      x.intercepts[i]! - x.intercepts[winner]!,
      x.slopes[i]! - x.slopes[winner]!,
    );
    if (difference > 0) winner = i;
  }
  return winner;
}

function emptyVector(
  operation: Operation,
  inputs: readonly number[],
  values: readonly ExactGermVector[],
): ExactGermVector {
  const x = values[inputs[0]!]!;
  switch (operation.kind) {
    case 'affine': {
      let intercept = lowestExponent(Array.from(operation.bias, dyadicOf));
      let slope = 0;
      for (let k = 0; k < inputs.length; k++) {
        const exponent = lowestExponentOfMap(operation.maps[k]!);
        const input = values[inputs[k]!]!;
        intercept = Math.min(intercept, exponent + input.interceptExponent);
        slope = Math.min(slope, exponent + input.slopeExponent);
      }
      return vectorWith(intercept, slope, operation.size);
    }
    case 'rectifier': {
      let exponent = 0;
      for (const slope of operation.negativeSlope) {
        if (slope !== 0) exponent = Math.min(exponent, dyadicOf(slope).exponent);
      }
      return vectorWith(x.interceptExponent + exponent, x.slopeExponent + exponent, operation.size);
    }
    case 'clip': {
      const bounds = [operation.lower, operation.upper].filter(Number.isFinite).map(dyadicOf);
      return vectorWith(
        Math.min(x.interceptExponent, lowestExponent(bounds)),
        x.slopeExponent,
        operation.size,
      );
    }
    case 'maximum':
      return vectorWith(x.interceptExponent, x.slopeExponent, operation.size);
  }
}

function vectorWith(
  interceptExponent: number,
  slopeExponent: number,
  size: number,
): ExactGermVector {
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

const rowsOfMaps = new WeakMap<LinearMap, (ExactRow | undefined)[]>();
const exponentsOfMaps = new WeakMap<LinearMap, number>();

/** One row of a map, converted when first needed and kept. */
export function exactRow(map: LinearMap, index: number): ExactRow {
  let rows = rowsOfMaps.get(map);
  if (!rows) rowsOfMaps.set(map, (rows = []));
  const known = rows[index];
  if (known) return known;
  const exponent = lowestExponentOfMap(map);
  const { columns, values } = map.row(index);
  const row: ExactRow = { columns: [], mantissas: [] };
  for (let k = 0; k < values.length; k++) {
    if (values[k] === 0) continue;
    row.columns.push(columns[k]!);
    row.mantissas.push(lowered(dyadicOf(values[k]!), exponent));
  }
  rows[index] = row;
  return row;
}

/** An exponent at which every coefficient of the map is an integer. */
export function lowestExponentOfMap(map: LinearMap): number {
  let lowest = exponentsOfMaps.get(map);
  if (lowest !== undefined) return lowest;
  lowest = 0;
  for (let i = 0; i < map.rows; i++) {
    const { values } = map.row(i);
    for (let k = 0; k < values.length; k++) {
      const value = values[k]!;
      // Whole numbers need no bits below the point; most readable networks stop here.
      if (value !== 0 && !Number.isInteger(value)) {
        lowest = Math.min(lowest, dyadicOf(value).exponent);
      }
    }
  }
  exponentsOfMaps.set(map, lowest);
  return lowest;
}
