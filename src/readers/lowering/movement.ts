import { Numbers } from '../../network/numbers.js';
import { SparseMap } from '../../network/sparseMap.js';
import type { LayerGraph } from './layerGraph.js';
import {
  type ConstantTensor,
  constantTensor,
  countOf,
  numeric,
  type Shape,
  type Tensor,
  type VariableTensor,
} from './tensor.js';

/** A plain array of numbers with a shape, which a movement takes apart and puts together. */
export interface NumberTensor {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/**
 * Applies a layer that only moves entries (transpose, slice, concatenate, pad …).
 *
 * The layer is written once, for arrays of numbers. What it moves are serial numbers of entries,
 * from which constants are picked, or the linear map is read off. Exact.
 *
 * @param move - must copy entries only, never compute with them
 */
export function moveEntries(
  graph: LayerGraph,
  tensors: readonly Tensor[],
  move: (inputs: readonly NumberTensor[]) => readonly NumberTensor[],
): Tensor[] {
  const inputs = tensors.map(numeric);
  const starts: number[] = [];
  let total = 0;
  const serial = inputs.map(({ shape }) => {
    const start = total;
    starts.push(start);
    const count = countOf(shape);
    graph.charge(count);
    total += count;
    return { shape, values: Float64Array.from({ length: count }, (_, i) => start + i) };
  });
  const moved = move(serial);
  if (inputs.every((input): input is ConstantTensor => input.kind === 'constant')) {
    const joined = Numbers.concatenated(inputs.map(({ numbers }) => numbers));
    const [{ name, integer }] = inputs;
    return moved.map(({ shape, values }) =>
      constantTensor(shape, joined.pick(values), name, integer),
    );
  }
  return moved.map((entries) => readOff(graph, inputs, starts, entries));
}

/** The tensor whose entries have the given serial numbers. */
function readOff(
  graph: LayerGraph,
  inputs: readonly (ConstantTensor | VariableTensor)[],
  starts: readonly number[],
  moved: NumberTensor,
): Tensor {
  const { shape, values: serial } = moved;
  const size = serial.length;
  graph.charge(size);
  // Where each entry comes from, once for each value of the network: −1 for "from elsewhere".
  const sources = new Map<number, Int32Array>();
  const byInput = inputs.map((input) => {
    if (input.kind === 'constant') return null;
    let own = sources.get(input.value);
    if (!own) {
      graph.charge(size);
      own = new Int32Array(size).fill(-1);
      sources.set(input.value, own);
    }
    return own;
  });
  const constants = new Int32Array(size).fill(-1);
  const present = new Set<number>();
  for (let i = 0; i < size; i++) {
    let k = inputs.length - 1;
    while (serial[i] < starts[k]) k--;
    const own = byInput[k];
    if (own) own[i] = serial[i] - starts[k];
    else constants[i] = serial[i];
    if (own) present.add(k);
  }
  const bias = biasOf(inputs, constants, starts);
  if (present.size === 0) {
    return constantTensor(shape, bias ?? Numbers.zeros(size), graph.label);
  }
  const used = new Set([...present].map((k) => (inputs[k] as VariableTensor).value));
  const [first] = used;
  const unmoved =
    used.size === 1 &&
    size === graph.sizeOf(first) &&
    sources.get(first)!.every((source, i) => source === i);
  if (unmoved) return { kind: 'variable', shape, value: first };
  const summands = [...used].map((input) => ({
    map: selection(graph, graph.sizeOf(input), sources.get(input)!),
    input,
  }));
  return { kind: 'variable', shape, value: graph.affine(summands, bias) };
}

/** The constants among moved entries, 0 elsewhere; null if there are none but 0. */
function biasOf(
  inputs: readonly Tensor[],
  serial: Int32Array,
  starts: readonly number[],
): Numbers | null {
  if (serial.every((at) => at < 0)) return null;
  // Tensors that are computed stand in the row of numbers as zeros, which nothing picks.
  const parts = inputs.map((input, k) =>
    input.kind === 'constant'
      ? input.numbers
      : Numbers.zeros((starts[k + 1] ?? starts[k] + countOf(input.shape)) - starts[k]),
  );
  const bias = Numbers.concatenated(parts).pick(serial);
  return bias.areDoubles && bias.nearest.every((value) => value === 0) ? null : bias;
}

/** The map whose output i is input `sources[i]`, or 0 where that is −1. */
function selection(graph: LayerGraph, columns: number, sources: Int32Array): SparseMap {
  graph.charge(2 * sources.length);
  const starts = new Int32Array(sources.length + 1);
  for (let i = 0; i < sources.length; i++) starts[i + 1] = starts[i] + (sources[i] < 0 ? 0 : 1);
  const count = starts[sources.length];
  const indices = count === sources.length ? sources : sources.filter((source) => source >= 0);
  return new SparseMap(columns, starts, indices, new Float64Array(count).fill(1));
}
