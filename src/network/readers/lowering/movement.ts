import { SparseMap } from '../../sparseMap.js';
import type { LayerGraph } from './layerGraph.js';
import { type ConstantTensor, constantTensor, countOf, type Shape, type Tensor } from './tensor.js';

/** A plain array of numbers with a shape, which a movement takes apart and puts together. */
export interface NumberTensor {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/**
 * Applies a layer that only moves entries (transpose, slice, concatenate, pad …).
 *
 * The layer is written once, for arrays of numbers. Constants are moved themselves; for tensors
 * that depend on the input, the numbers moved are serial numbers of entries, from which the linear
 * map is read off. Exact.
 *
 * @param move - must copy entries only, never compute with them
 */
export function moveEntries(
  graph: LayerGraph,
  inputs: readonly Tensor[],
  move: (inputs: readonly NumberTensor[]) => readonly NumberTensor[],
): Tensor[] {
  if (inputs.every((input): input is ConstantTensor => input.kind === 'constant')) {
    const integer = inputs[0].integer;
    return move(inputs).map(({ shape, values }) =>
      constantTensor(shape, values, inputs[0].name, integer),
    );
  }
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
  return move(serial).map((moved) => readOff(graph, inputs, starts, moved));
}

/** The tensor whose entries have the given serial numbers. */
function readOff(
  graph: LayerGraph,
  inputs: readonly Tensor[],
  starts: readonly number[],
  moved: NumberTensor,
): Tensor {
  const { shape, values: serial } = moved;
  const size = serial.length;
  graph.charge(size);
  const sources = new Map<number, Int32Array>();
  const constants = new Float64Array(size);
  let anyConstant = false;
  for (let i = 0; i < size; i++) {
    let k = inputs.length - 1;
    while (serial[i] < starts[k]) k--;
    const input = inputs[k];
    const at = serial[i] - starts[k];
    if (input.kind === 'constant') {
      constants[i] = input.values[at];
      anyConstant ||= constants[i] !== 0;
      continue;
    }
    let own = sources.get(input.value);
    if (!own) {
      graph.charge(2 * size);
      own = new Int32Array(size).fill(-1);
      sources.set(input.value, own);
    }
    own[i] = at;
  }
  if (sources.size === 0) return constantTensor(shape, constants, graph.label);
  const [[onlyValue, onlySources]] = sources;
  const unmoved =
    sources.size === 1 &&
    size === graph.sizeOf(onlyValue) &&
    onlySources.every((source, i) => source === i);
  if (unmoved) return { kind: 'variable', shape, value: onlyValue };
  const summands = [...sources].map(([input, own]) => ({
    map: SparseMap.selection(graph.sizeOf(input), own),
    input,
  }));
  return { kind: 'variable', shape, value: graph.affine(summands, anyConstant ? constants : null) };
}
