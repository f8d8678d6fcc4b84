import type { LayerGraph } from './layerGraph.js';
import { moveEntries } from './movement.js';
import { axisOffsets, pickEntries, range } from './pickEntries.js';
import { refuseShape, refuseUnsupported, refuseValue } from './refusal.js';
import {
  type ConstantTensor,
  countOf,
  type Shape,
  showShape,
  stridesOf,
  type Tensor,
} from './tensor.js';

/**
 * The tensor made of the given offsets of another along each axis.
 *
 * @param offsets - as `pickEntries` takes them
 * @param fill - one number for places outside
 */
function pickTensor(
  graph: LayerGraph,
  tensor: Tensor,
  offsets: readonly Int32Array[],
  fill?: ConstantTensor,
): Tensor {
  const shape = offsets.map(({ length }) => length);
  graph.charge(countOf(shape));
  const [moved] = moveEntries(graph, fill ? [tensor, fill] : [tensor], ([x, outside]) => [
    { shape, values: pickEntries(x.values, offsets, outside?.values[0]) },
  ]);
  return moved;
}

/** Takes positions along some axes and everything along the others. */
export function takePositions(
  graph: LayerGraph,
  tensor: Tensor,
  positions: ReadonlyMap<number, ArrayLike<number>>,
): Tensor {
  const strides = stridesOf(tensor.shape);
  const offsets = tensor.shape.map((length, axis) =>
    axisOffsets(positions.get(axis) ?? range(length), strides[axis]),
  );
  return pickTensor(graph, tensor, offsets);
}

/** Reorders axes: axis k of the result is axis `order[k]`. */
export function transposeTensor(
  graph: LayerGraph,
  tensor: Tensor,
  order: readonly number[],
): Tensor {
  const { shape } = tensor;
  const sorted = [...order].sort((a, b) => a - b);
  if (showShape(sorted) !== showShape([...shape.keys()])) {
    refuseValue(`reorders ${shape.length} axes by ${showShape(order)}`);
  }
  const strides = stridesOf(shape);
  return pickTensor(
    graph,
    tensor,
    order.map((axis) => axisOffsets(range(shape[axis]), strides[axis])),
  );
}

/** Joins tensors along an axis. */
export function concatenateTensors(
  graph: LayerGraph,
  tensors: readonly Tensor[],
  axis: number,
): Tensor {
  const { shape } = tensors[0];
  const others = (own: Shape) => showShape(own.map((length, a) => (a === axis ? 0 : length)));
  for (const tensor of tensors) {
    if (others(tensor.shape) !== others(shape)) {
      refuseShape(`joins tensors of shapes ${showShape(shape)} and ${showShape(tensor.shape)}`);
    }
  }
  const total = tensors.reduce((sum, tensor) => sum + tensor.shape[axis], 0);
  const joined = shape.map((length, a) => (a === axis ? total : length));
  graph.charge(countOf(joined));
  const outer = countOf(shape.slice(0, axis));
  const [moved] = moveEntries(graph, tensors, (parts) => {
    const values = new Float64Array(countOf(joined));
    let at = 0;
    for (let o = 0; o < outer; o++) {
      for (const part of parts) {
        const block = part.values.length / outer;
        values.set(part.values.subarray(o * block, (o + 1) * block), at);
        at += block;
      }
    }
    return [{ shape: joined, values }];
  });
  return moved;
}

/** Places added before and after an axis; negative numbers remove entries. */
export interface AxisPad {
  readonly before: number;
  readonly after: number;
}

/**
 * Pads a tensor.
 *
 * @param pads - one per axis
 * @param mode - `constant` (with `fill`), `edge`, `reflect` or `wrap`
 */
export function padTensor(
  graph: LayerGraph,
  tensor: Tensor,
  pads: readonly AxisPad[],
  fill: ConstantTensor,
  mode = 'constant',
): Tensor {
  const strides = stridesOf(tensor.shape);
  const offsets = tensor.shape.map((length, axis) => {
    const { before, after } = pads[axis];
    const padded = length + before + after;
    if (!(padded >= 0)) refuseValue('removes more entries than there are');
    graph.charge(padded);
    const positions = Int32Array.from({ length: padded }, (_, i) =>
      padSource(mode, i - before, length),
    );
    return axisOffsets(positions, strides[axis]);
  });
  return pickTensor(graph, tensor, offsets, fill);
}

/** Which entry stands at a position before, on or after an axis; −1 for the constant. */
function padSource(mode: string, position: number, length: number): number {
  if (position >= 0 && position < length) return position;
  if (mode === 'constant') return -1;
  if (length === 0) return refuseValue('pads an empty axis by its own entries');
  if (mode === 'edge') return Math.min(Math.max(position, 0), length - 1);
  if (mode === 'wrap') return ((position % length) + length) % length;
  if (mode !== 'reflect') {
    return refuseUnsupported(`pads with mode "${mode}"`, 'pad with constants');
  }
  const mirrored = position < 0 ? -position : 2 * (length - 1) - position;
  return mirrored >= 0 && mirrored < length
    ? mirrored
    : refuseValue('pads beyond the mirror image');
}
