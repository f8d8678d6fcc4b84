import { InputError } from '../errors/inputError.js';
import type { Problem, ProblemCode } from '../errors/problem.js';
import { Real } from '../exact/real.js';
import type { Network } from '../network/network.js';
import { Numbers } from '../network/numbers.js';
import { LayerGraph } from './lowering/layerGraph.js';
import { matrixAtPositions } from './lowering/linearLayers.js';
import { Refusal } from './lowering/refusal.js';

/**
 * Reads a network in the `.nnet` format: dense layers with ReLU between them, and the means and
 * ranges its inputs and outputs are normalised by.
 *
 * The normalisation is part of the network that is returned: it takes and gives raw numbers. Inputs
 * become `(x − mean) / range`, two affine layers; the output range and mean go into the last layer.
 * All of that is exact. The format's clipping of inputs to their minimum and maximum is left out,
 * since it would stop every ray; `notes` says so.
 *
 * Source: the NNet repository of the Stanford Intelligent Systems Laboratory, README.
 *
 * @param text - the file's content
 * @param where - the file's name, for messages
 * @throws InputError with every line that is wrong
 *
 * @example
 * ```ts
 * readNnet('1,1,1,1,\n1,1,\n0,\n-1,\n1,\n0,0,\n1,1,\n2,\n3,\n').nodes.length; // 1: 2 x + 3
 * ```
 */
export function readNnet(
  text: string,
  where = 'network',
  options: { readonly memory?: number | undefined } = {},
): Network {
  const lines = new NnetLines(text, where);
  const [layerCount, inputSize, outputSize] = lines.sizes('layers, inputs, outputs', 4);
  const sizes = lines.sizes('the size of each layer', layerCount + 1);
  if (sizes[0] !== inputSize || sizes[layerCount] !== outputSize) {
    lines.refuse(
      'inconsistent',
      `must start with the ${inputSize} inputs and end with the ${outputSize} outputs`,
      'mend the header',
      sizes,
    );
  }
  lines.header('an unused flag', 1);
  lines.header('the minimum of each input', inputSize);
  lines.header('the maximum of each input', inputSize);
  const means = lines.header('the mean of each input and of the outputs', inputSize + 1);
  const ranges = lines.header('the range of each input and of the outputs', inputSize + 1);
  if (ranges.includes(0)) {
    lines.refuse('out_of_range', 'must have no range of 0', 'mend the header', Array.from(ranges));
  }
  const graph = lines.attempt(() => new LayerGraph(inputSize, options.memory));
  graph.note('Inputs are not clipped to the minimum and maximum the file gives.');
  let value = lines.attempt(() => normalizeInput(graph, means, ranges));
  for (let k = 0; k < layerCount; k++) {
    const [rows, columns] = [sizes[k + 1], sizes[k]];
    const weights = lines.matrix(`the weights of layer ${k + 1}`, rows, columns);
    const bias = lines.matrix(`the biases of layer ${k + 1}`, rows, 1);
    if (lines.anyProblem) continue;
    value = lines.attempt(() => {
      graph.label = `layers[${k}]`;
      const last = k === layerCount - 1;
      const [range, mean] = last ? [ranges[inputSize], Real.of(means[inputSize])] : [1, Real.zero];
      // The output's range and mean go into the last layer, so that it stays the linear head.
      const map = matrixAtPositions(Numbers.from(weights).times(range), rows, columns, 1);
      const shifted = Numbers.from(bias).times(range);
      const affine = graph.affine(
        [{ map, input: value }],
        mean.isZero ? shifted : shifted.map((entry) => entry.add(mean)),
      );
      return last ? affine : graph.rectifier(affine, 0);
    });
  }
  lines.finish();
  return graph.build(value);
}

function normalizeInput(graph: LayerGraph, means: Float64Array, ranges: Float64Array): number {
  const inputSize = means.length - 1;
  graph.label = 'normalisation';
  let value = 0;
  const offsets = means.subarray(0, inputSize).map((mean) => 0 - mean);
  if (offsets.some((offset) => offset !== 0)) {
    value = graph.addConstant(value, Numbers.from(offsets));
  }
  const widths = Numbers.of(ranges.subarray(0, inputSize));
  if (widths.nearest.every((range) => range === 1)) return value;
  return graph.scale(
    value,
    widths.map((range) => Real.one.divide(range)),
  );
}

/** More than this many problems are not listed. */
const LISTED = 50;

/** The lines of a file, read one after the other; collects what is wrong with them. */
class NnetLines {
  private readonly problems: Problem[] = [];
  private readonly lines: readonly string[];
  private next = 0;

  constructor(
    private readonly text: string,
    private readonly where: string,
  ) {
    this.lines = text.split(/\r?\n/);
    while (this.next < this.lines.length && /^\s*(\/\/|$)/.test(this.lines[this.next])) this.next++;
  }

  get anyProblem(): boolean {
    return this.problems.length > 0;
  }

  /** A line of whole numbers of at least 1. */
  sizes(what: string, count: number): number[] {
    const sizes = Array.from(this.header(what, count));
    if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 1)) {
      this.refuse(
        'out_of_range',
        'must hold whole numbers of at least 1',
        'mend the header',
        sizes,
      );
    }
    return sizes;
  }

  /** A line without which nothing after it can be read. */
  header(what: string, count: number): Float64Array {
    const numbers = this.numbers(what, count);
    if (this.anyProblem) throw new InputError(this.where, this.problems);
    return numbers;
  }

  /** The numbers of a matrix, a line for each row. */
  matrix(what: string, rows: number, columns: number): Float64Array {
    // A number takes at least two characters: a false claim is found before memory is taken.
    if (2 * rows * columns > this.text.length + 2 * rows) {
      this.refuse(
        'truncated',
        `must be followed by ${rows} rows of ${columns} numbers (${what}), more than the file holds`,
        'copy the whole file',
      );
    }
    const values = new Float64Array(rows * columns);
    for (let i = 0; i < rows && this.problems.length < LISTED; i++) {
      values.set(this.numbers(what, columns), i * columns);
    }
    return values;
  }

  /** One line of numbers separated by commas; a last comma is allowed. */
  numbers(what: string, count: number): Float64Array {
    const line = this.lines[this.next];
    this.next++;
    if (line === undefined || (line.trim() === '' && this.next === this.lines.length)) {
      this.next--;
      this.refuse(
        'truncated',
        `must be followed by ${what}, but the file ends`,
        'copy the whole file',
      );
    }
    const tokens = line.split(',').map((token) => token.trim());
    if (tokens[tokens.length - 1] === '') tokens.pop();
    if (tokens.length !== count) {
      const rule = `must hold ${count} numbers: ${what}`;
      this.report('shape_mismatch', rule, 'mend the line', `${tokens.length} numbers`);
      return new Float64Array(Math.min(count, this.text.length));
    }
    return Float64Array.from(tokens, (token) => {
      const number = token === '' ? Number.NaN : Number(token);
      if (!Number.isFinite(number)) {
        this.report('not_finite', 'must be finite numbers', 'mend the line', token);
      }
      return number;
    });
  }

  /** Problems found while building belong to the line read last. */
  attempt<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new InputError(this.where, [error.at(`line ${this.next}`)]);
    }
  }

  finish(): void {
    if (this.lines.slice(this.next).some((line) => line.trim() !== '')) {
      this.next++;
      this.report('malformed', 'must be the end of the file', 'mend the sizes in the header');
    }
    if (this.problems.length > 0) throw new InputError(this.where, this.problems);
  }

  refuse(code: ProblemCode, rule: string, remedy: string, ...value: unknown[]): never {
    this.report(code, rule, remedy, ...value);
    throw new InputError(this.where, this.problems);
  }

  private report(code: ProblemCode, rule: string, remedy: string, ...value: unknown[]): void {
    if (this.problems.length >= LISTED) return;
    const problem = { code, path: `line ${this.next}`, rule, remedy };
    this.problems.push(value.length === 0 ? problem : { ...problem, value: value[0] });
  }
}
