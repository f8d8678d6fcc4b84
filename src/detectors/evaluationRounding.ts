import { pieceOf } from '../network/domains/float64.js';
import type { LinearMap } from '../network/linearMap.js';
import type { Network } from '../network/network.js';
import { unknownOperation } from '../network/operation.js';
import type { AffineOperation } from '../network/operations/affine.js';
import type { UnivariateFunction } from '../network/univariate.js';
import type { Batch } from './batch.js';
import { grainOf } from './grain.js';
import { gammaOf } from './infinity/interval.js';
import { ROUNDED_RANGES, type RoundedRange } from './roundingDomain.js';

/** How far what float64 shows of a network may be from the real-number network, at any of some rows. */
export interface EvaluationRounding {
  /** Shape [D]; 0 for a unit that is the same at every row in reals too, whatever its value. */
  readonly features: Float64Array;
  /** Shape [C]. */
  readonly logits: Float64Array;
  /** One per hidden layer, as `Observations.hidden`. */
  readonly hidden: readonly Float64Array[];
}

/** The smallest and largest that each entry of a value was over some rows. */
export interface Range {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The range of every column. */
export function rangeOfRows({ rows, columns, values }: Batch): Range {
  const range = emptyRange(columns);
  for (let row = 0; row < rows; row++) widen(range, values, row);
  return range;
}

function emptyRange(size: number): Range {
  return {
    lower: new Float64Array(size).fill(Infinity),
    upper: new Float64Array(size).fill(-Infinity),
  };
}

/** Takes in row `row` of those that stand one after another. */
function widen({ lower, upper }: Range, values: Float64Array, row: number): void {
  const start = row * lower.length;
  for (let i = 0; i < lower.length; i++) {
    const one = values[start + i];
    if (one < lower[i]) lower[i] = one;
    if (one > upper[i]) upper[i] = one;
  }
}

/** The range of every value over the rows evaluated. */
export class ValueRanges {
  private readonly ranges: readonly Range[];

  constructor({ inputSize, nodes }: Network) {
    this.ranges = [inputSize, ...nodes.map(({ operation }) => operation.size)].map(emptyRange);
  }

  /** Takes the values of one more row in: row `row` of those that stand one after another. */
  add(values: readonly Float64Array[], row: number): void {
    values.forEach((value, v) => {
      widen(this.ranges[v], value, row);
    });
  }

  of(value: number): Range {
    return this.ranges[value];
  }
}

/**
 * Bounds the rounding of every unit over the rows whose values were ranged over: for each value, how
 * far any entry may be off.
 *
 * A sum of n products is off by γ_n·(|W||x| + |b|) and by |W| times what its inputs are off (Higham,
 * Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1); functions of one variable and
 * maxima pass errors on, and a unit that is off or clipped at every row has none. Units that no varying input
 * reaches are the same at every row, and so are their errors: those count as 0. Numbers of so few digits
 * that sums of them are exact, as in networks made by hand, have none either.
 *
 * @param inputGrain - see `grainOf`; 0 if not known
 * @param input - the range of the inputs over more rows, which says what varies at all
 */
export function evaluationErrors(
  network: Network,
  ranges: ValueRanges,
  inputGrain: number,
  input: Range,
): Float64Array[] {
  const errors = [new Float64Array(network.inputSize)];
  // Each entry of a value, at every row, is a multiple of its grain.
  const grains = [inputGrain];
  // 1 for a unit that varies over the rows.
  const varying: Float64Array[] = [input.lower.map((lower, i) => (lower < input.upper[i] ? 1 : 0))];
  for (const { operation, inputs } of network.nodes) {
    const from = inputs[0];
    const { lower, upper } = ranges.of(from);
    const error = errors[from];
    const varies = varying[from];
    let out: Float64Array<ArrayBufferLike>;
    let moving: Float64Array<ArrayBufferLike>;
    let grain = grains[from];
    switch (operation.kind) {
      case 'affine':
        moving = absoluteSum(
          operation,
          inputs.map((v) => varying[v]),
        );
        grain = affineGrain(
          operation,
          inputs.map((v) => grains[v]),
        );
        out = affineErrors(operation, inputs, errors, ranges, grain);
        break;
      case 'activation':
        moving = varies;
        for (const f of operation.functions)
          grain = Math.min(grain, activationGrain(f, grains[from]));
        out = error.map((off, i) =>
          activationError(operation.functionOf(i), lower[i], upper[i], off, grain),
        );
        break;
      case 'maximum':
        moving = Float64Array.from(operation.groups, (group) =>
          Math.max(...group.map((i) => varies[i])),
        );
        out = Float64Array.from(operation.groups, (group) =>
          Math.max(...group.map((i) => error[i])),
        );
        break;
      case 'general': {
        const read = inputs.map((v) => {
          const { lower: low, upper: high } = ranges.of(v);
          return Array.from(
            errors[v],
            (off, i): RoundedRange => ({ range: { lower: low[i], upper: high[i] }, error: off }),
          );
        });
        grain = 0;
        moving = Float64Array.from({ length: operation.size }, (_, unit) => {
          let moves = 0;
          operation.forEachRead(unit, (input, entry) => {
            moves = Math.max(moves, varying[inputs[input]][entry]);
          });
          return moves;
        });
        out = Float64Array.from(
          { length: operation.size },
          (_, unit) => operation.output(unit, read, ROUNDED_RANGES, 0).error,
        );
        break;
      }
      default:
        unknownOperation(operation, 'evaluationErrors');
    }
    errors.push(out.map((off, i) => (moving[i] === 0 ? 0 : off)));
    varying.push(moving);
    grains.push(grain);
  }
  return errors;
}

/** For domains that record nothing. */
const NOWHERE = { node: 0, unit: 0 };

/** What a function makes of an argument between two numbers that is off by `off`. */
function activationError(
  f: UnivariateFunction,
  lower: number,
  upper: number,
  off: number,
  grain: number,
): number {
  if (f.kind !== 'piecewise' || !f.lines) {
    const range = { lower, upper };
    return ROUNDED_RANGES.apply(f, { range, error: off }, NOWHERE).error;
  }
  const { breakpoints, slopes, intercepts, exact } = f.lines;
  const [first, last] = [pieceOf(breakpoints, lower - off), pieceOf(breakpoints, upper + off)];
  let error = 0;
  for (let piece = first; piece <= last; piece++) {
    const slope = Math.abs(slopes[piece]);
    if (slope === 0) continue;
    const size = slope * Math.max(Math.abs(lower), Math.abs(upper)) + Math.abs(intercepts[piece]);
    const plain = slope === 1 && intercepts[piece] === 0;
    const rounds = exact && (plain || size < 2 ** 53 * grain) ? 0 : gammaOf(4) * size;
    error = Math.max(error, off * slope + rounds);
  }
  // Where several pieces may be met, an error is carried by the steepest of them.
  return first === last ? error : Math.max(error, off * Math.max(...slopes.map(Math.abs)));
}

function activationGrain(f: UnivariateFunction, grain: number): number {
  if (f.kind !== 'piecewise' || !f.lines?.exact) return 0;
  return Math.min(grain * grainOf(f.lines.slopes), grainOf(f.lines.intercepts));
}

function affineErrors(
  operation: AffineOperation,
  inputs: readonly number[],
  errors: readonly Float64Array[],
  ranges: ValueRanges,
  grain: number,
): Float64Array {
  const inherited = absoluteSum(
    operation,
    inputs.map((v) => errors[v]),
  );
  const sizes = absoluteSum(
    operation,
    inputs.map((v) => {
      const { lower, upper } = ranges.of(v);
      return lower.map((least, i) => Math.max(Math.abs(least), Math.abs(upper[i])));
    }),
  );
  const terms = operation.maps.reduce((sum, { termsPerRow }) => sum + termsPerRow, 1);
  // One more for constants that are no doubles.
  const gamma = gammaOf(terms + 2);
  return inherited.map((error, i) => {
    const size = sizes[i] + Math.abs(operation.bias.nearest[i]);
    // A bias alone is not rounded, nor are sums of few digits.
    const own = sizes[i] === 0 || size * (1 + gamma) < 2 ** 53 * grain ? 0 : gamma * size;
    return (error + own) * (1 + gamma);
  });
}

/** The grain of a sum of products. */
function affineGrain({ maps, bias }: AffineOperation, inputs: readonly number[]): number {
  if (![bias, ...maps.map((map) => map.coefficients)].every(({ areDoubles }) => areDoubles))
    return 0;
  return maps.reduce((least, map, k) => {
    let coefficients = Infinity;
    for (let o = 0; o < map.rows && coefficients > 0; o++) {
      coefficients = Math.min(coefficients, grainOf(map.row(o).values));
      // Trained weights have every digit: no need to look at all of them.
      if (coefficients < 2 ** -40) return 0;
    }
    return Math.min(least, coefficients * inputs[k]);
  }, grainOf(bias.nearest));
}

/** `Σ_k |maps[k]|·x_k` for non-negative x. */
function absoluteSum(
  { maps, size }: { readonly maps: readonly LinearMap[]; readonly size: number },
  inputs: readonly Float64Array[],
): Float64Array {
  const out = new Float64Array(size);
  maps.forEach((map, k) => {
    const x = inputs[k];
    const all = Int32Array.from(x.keys());
    map.addAbsoluteProduct(x, all, all.length, out);
  });
  return out;
}
