import { InputError } from '../errors/inputError.js';
import { isRow } from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';
import { checkNetwork } from './checkNetwork.js';
import { applyInFloat64, FLOAT64 } from './domains/float64.js';
import { RELU } from './functions.js';
import type { Network } from './network.js';
import { type Operation, unknownOperation } from './operation.js';
import type { ActivationOperation } from './operations/activation.js';

/**
 * Evaluates the network at one input.
 *
 * Arithmetic: float64, rounded at every operation; far from the origin it may overflow where the
 * real function is finite.
 *
 * @param network - D inputs, C logits
 * @param x - shape [D]
 * @returns the logits, shape [C]
 * @throws InputError `shape_mismatch` if x has not D entries
 * @throws InputError `not_finite` if an entry is NaN or infinite
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 2,
 *   layers: [{ type: 'dense', weights: [[1, -1]], bias: [0] }, { type: 'relu' }] });
 * evaluate(network, [3, 1]); // Float64Array [2]
 * ```
 */
export function evaluate(network: Network, x: ArrayLike<number>): Float64Array {
  checkNetwork('evaluate', network);
  checkPoint('evaluate', 'x', x, network.inputSize);
  return valuesAt(network, Float64Array.from(x))[network.output];
}

/**
 * Evaluates the network and keeps every value on the way: `values[0]` is x, `values[k + 1]` what
 * node k makes. Float64; arguments are not checked.
 */
export function valuesAt(network: Network, x: Float64Array): Float64Array[] {
  return valuesOfMany(network, x, 1);
}

/**
 * As `valuesAt` at many inputs, one after another in every value: x of shape [rows · D], and the
 * same bits as row by row.
 *
 * @param room - where values are written, for callers who are done with those of the call before
 */
export function valuesOfMany(
  network: Network,
  x: Float64Array,
  rows: number,
  room = new RoomForValues(),
): Float64Array[] {
  const values: Float64Array[] = [x];
  network.nodes.forEach(({ operation, inputs }, node) => {
    const out = room.of(node, rows * operation.size);
    applyOperation(operation, inputs, values, rows, out);
    values.push(out);
  });
  return values;
}

/** Room for the values of a network, used again call by call. */
export class RoomForValues {
  private readonly kept: Float64Array[] = [];

  /** So many entries for a node, whatever stands in them. */
  of(node: number, size: number): Float64Array {
    const known = this.kept[node];
    if (known?.length === size) return known;
    if (known && known.length > size) return known.subarray(0, size);
    this.kept[node] = new Float64Array(size);
    return this.kept[node];
  }
}

/**
 * How many inputs to evaluate at once, 128 at most: so few that all their values stay within bounded
 * memory.
 */
export function rowsAtOnce(network: Network): number {
  const valuesPerRow = network.nodes.reduce((sum, { operation }) => sum + operation.size, 0);
  return Math.max(1, Math.min(128, Math.floor(MOST_VALUES / valuesPerRow)));
}

/**
 * Evaluates a network at many inputs, so many at once that all values stay within bounded memory.
 *
 * @param x - inputs one after another, shape [rows · D]
 * @param visit - is given the values of some inputs, as `valuesOfMany` makes them, which the next
 *   overwrite; the row of the first of them; and how many they are
 */
export function eachBlock(
  network: Network,
  x: Float64Array,
  rows: number,
  visit: (values: readonly Float64Array[], from: number, some: number) => void,
): void {
  const room = new RoomForValues();
  const atOnce = rowsAtOnce(network);
  for (let from = 0; from < rows; from += atOnce) {
    const some = Math.min(atOnce, rows - from);
    const inputs = x.subarray(from * network.inputSize, (from + some) * network.inputSize);
    visit(valuesOfMany(network, inputs, some, room), from, some);
  }
}

/** Doubles that evaluating some inputs may take at once. */
const MOST_VALUES = 2 ** 19;

function applyOperation(
  operation: Operation,
  inputs: readonly number[],
  values: readonly Float64Array[],
  rows: number,
  out: Float64Array,
): void {
  const { size } = operation;
  switch (operation.kind) {
    case 'affine': {
      const { nearest } = operation.bias;
      for (let row = 0; row < rows; row++) out.set(nearest, row * size);
      for (let k = 0; k < inputs.length; k++) {
        operation.maps[k].addProducts(values[inputs[k]], rows, out);
      }
      break;
    }
    case 'activation':
      activate(operation, values[inputs[0]], out);
      break;
    case 'maximum':
      eachRow(values, inputs, rows, out, ([x], unit) =>
        FLOAT64.maximum(operation.groups[unit], x, NOWHERE),
      );
      break;
    case 'general':
      eachRow(values, inputs, rows, out, (read, unit) => operation.output(unit, read, FLOAT64, 0));
      break;
    default:
      unknownOperation(operation, 'evaluate');
  }
}

/** Writes what an operation makes of each row, output by output. */
function eachRow(
  values: readonly Float64Array[],
  inputs: readonly number[],
  rows: number,
  out: Float64Array,
  output: (read: Float64Array[], unit: number) => number,
): void {
  const size = out.length / rows;
  for (let row = 0; row < rows; row++) {
    const read = inputs.map((value) => {
      const width = values[value].length / rows;
      return values[value].subarray(row * width, (row + 1) * width);
    });
    for (let unit = 0; unit < size; unit++) out[row * size + unit] = output(read, unit);
  }
}

function activate(operation: ActivationOperation, x: Float64Array, out: Float64Array): void {
  const { functions, which } = operation;
  const [only] = functions;
  if (which !== null) {
    for (let i = 0; i < x.length; i++) {
      out[i] = applyInFloat64(functions[which[i % which.length]], x[i]);
    }
  } else if (only === RELU) {
    // By far the most common case, without a search for the piece.
    for (let i = 0; i < x.length; i++) {
      const value = x[i];
      out[i] = value > 0 || Number.isNaN(value) ? value : 0;
    }
  } else {
    for (let i = 0; i < x.length; i++) out[i] = applyInFloat64(only, x[i]);
  }
}

/** For domains that record nothing. */
const NOWHERE = { node: 0, unit: 0 };

/**
 * Checks that an argument is a point with finite coordinates.
 *
 * @throws InputError `wrong_type`, `shape_mismatch`, `not_finite`: every offending entry up to ten
 */
export function checkPoint(
  where: string,
  name: string,
  point: ArrayLike<number>,
  size: number,
): void {
  if (!isRow(point)) {
    throw new InputError(where, [
      {
        code: 'wrong_type',
        path: name,
        value: point,
        rule: 'must be an array of numbers',
        remedy: 'pass one entry per input',
      },
    ]);
  }
  if (point.length !== size) {
    throw new InputError(where, [
      {
        code: 'shape_mismatch',
        path: `${name}.length`,
        value: point.length,
        rule: `must equal network.inputSize=${size}`,
        remedy: 'pass one entry per input',
      },
    ]);
  }
  const problems: Problem[] = [];
  for (let i = 0; i < size && problems.length < 10; i++) {
    if (!Number.isFinite(point[i])) {
      problems.push({
        code: 'not_finite',
        path: `${name}[${i}]`,
        value: point[i],
        rule: 'must be a finite number',
        remedy: 'replace NaN and infinities before the call',
      });
    }
  }
  if (problems.length > 0) throw new InputError(where, problems);
}
