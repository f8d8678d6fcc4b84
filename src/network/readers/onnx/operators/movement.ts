import { broadcastShapes, broadcastSources } from '../../lowering/broadcast.js';
import { moveEntries } from '../../lowering/movement.js';
import { axisOffsets, pickEntries, range } from '../../lowering/pickEntries.js';
import { refuseShape, refuseUnsupported, refuseValue } from '../../lowering/refusal.js';
import {
  constantTensor,
  countOf,
  type Shape,
  showShape,
  stridesOf,
  type Tensor,
} from '../../lowering/tensor.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';

/** Operators that only move entries, of constants and of computed tensors alike. */
export const movement: Readonly<Record<string, Lowering>> = {
  Transpose: (context) => {
    const rank = context.tensor(0).shape.length;
    const order = context.node.integers('perm') ?? Array.from(range(rank)).reverse();
    if (showShape([...order].sort((a, b) => a - b)) !== showShape(Array.from(range(rank)))) {
      refuseValue(`has perm ${showShape(order)}, no order of ${rank} axes`);
    }
    const { shape } = context.tensor(0);
    const strides = stridesOf(shape);
    return [
      pick(
        context,
        order.map((axis) => axisOffsets(range(shape[axis]), strides[axis])),
      ),
    ];
  },
  Slice: (context) => [slice(context)],
  Split: (context) => split(context),
  Gather: (context) => [gather(context)],
  Concat: (context) => [concatenate(context)],
  Pad: (context) => [pad(context)],
  Expand: (context) => {
    const { shape } = context.tensor(0);
    const asked = withoutBatch(context, required(context, 'shape'));
    return [repeat(context, broadcastShapes([shape, asked]))];
  },
  Tile: (context) => {
    const { shape } = context.tensor(0);
    const repeats = required(context, 'repeats');
    if (repeats.length !== shape.length || repeats.some((count) => !(count >= 0))) {
      refuseValue(`has repeats ${showShape(repeats)} for a tensor of shape ${showShape(shape)}`);
    }
    const strides = stridesOf(shape);
    for (let axis = 0; axis < shape.length; axis++) {
      context.graph.charge(shape[axis] * repeats[axis]);
    }
    return [
      pick(
        context,
        shape.map((length, axis) =>
          axisOffsets(
            range(length * repeats[axis]).map((i) => i % length),
            strides[axis],
          ),
        ),
      ),
    ];
  },
};

function required(context: OperatorContext, name: string): number[] {
  return context.integers(1, name) ?? refuseValue(`has no ${name}`);
}

/** A wanted shape, with the batch size the file fixes read as 1 like everywhere else. */
export function withoutBatch({ batch }: OperatorContext, wanted: readonly number[]): number[] {
  return wanted.map((length, axis) => (axis === 0 && batch !== 1 && length === batch ? 1 : length));
}

/** Moves the entries of the first input; `extra` is one more input that fills places outside. */
function pick(context: OperatorContext, offsets: readonly Int32Array[], extra?: Tensor): Tensor {
  const shape = offsets.map(({ length }) => length);
  context.graph.charge(countOf(shape));
  const inputs = extra ? [context.tensor(0), extra] : [context.tensor(0)];
  const [moved] = moveEntries(context.graph, inputs, ([x, fill]) => [
    { shape, values: pickEntries(x.values, offsets, fill?.values[0]) },
  ]);
  return moved;
}

function repeat(context: OperatorContext, shape: Shape): Tensor {
  const x = context.tensor(0);
  context.graph.charge(countOf(shape));
  const sources = broadcastSources(x.shape, shape);
  if (!sources) return { ...x, shape };
  const [moved] = moveEntries(context.graph, [x], ([{ values }]) => [
    { shape, values: Float64Array.from(sources, (at) => values[at]) },
  ]);
  return moved;
}

function slice(context: OperatorContext): Tensor {
  const { shape } = context.tensor(0);
  const starts = context.integers(1, 'starts') ?? refuseValue('has no starts');
  const ends = context.integers(2, 'ends') ?? refuseValue('has no ends');
  const axes = context.integers(3, 'axes') ?? Array.from(range(starts.length));
  const steps = context.integers(4, 'steps') ?? starts.map(() => 1);
  if ([ends, axes, steps].some(({ length }) => length !== starts.length)) {
    refuseShape('has starts, ends, axes and steps of different lengths');
  }
  const positions = shape.map((length) => Array.from(range(length)));
  for (let k = 0; k < starts.length; k++) {
    const axis = context.axis(axes[k], shape.length);
    positions[axis] = sliceAxis(shape[axis], starts[k], ends[k], steps[k]);
  }
  const strides = stridesOf(shape);
  return pick(
    context,
    positions.map((own, axis) => axisOffsets(own, strides[axis])),
  );
}

/** The positions `start, start + step, …` before `end`, negative numbers counted from the end. */
function sliceAxis(length: number, start: number, end: number, step: number): number[] {
  if (step === 0 || !Number.isInteger(step)) refuseValue('has a step of 0');
  const clamp = (at: number) => {
    const counted = at < 0 ? at + length : at;
    return step > 0
      ? Math.min(Math.max(counted, 0), length)
      : Math.min(Math.max(counted, -1), length - 1);
  };
  const positions: number[] = [];
  const stop = clamp(end);
  for (let at = clamp(start); step > 0 ? at < stop : at > stop; at += step) positions.push(at);
  return positions;
}

function split(context: OperatorContext): Tensor[] {
  const { shape } = context.tensor(0);
  const axis = context.axis(context.node.integer('axis', 0), shape.length);
  const parts = context.node.outputs.length;
  const even = Math.ceil(shape[axis] / context.node.integer('num_outputs', parts));
  const lengths =
    context.integers(1, 'split') ??
    Array.from({ length: parts }, (_, k) => Math.max(0, Math.min(even, shape[axis] - k * even)));
  const fits = lengths.every((length) => length >= 0);
  if (!fits || lengths.reduce((sum, length) => sum + length, 0) !== shape[axis]) {
    refuseShape(`splits ${shape[axis]} entries into ${showShape(lengths)}`);
  }
  const strides = stridesOf(shape);
  let start = 0;
  return lengths.map((length) => {
    const offsets = shape.map((own, a) =>
      axisOffsets(a === axis ? range(length).map((i) => start + i) : range(own), strides[a]),
    );
    start += length;
    return pick(context, offsets);
  });
}

function gather(context: OperatorContext): Tensor {
  const { shape } = context.tensor(0);
  const axis = context.axis(context.node.integer('axis', 0), shape.length);
  const indices = context.constant(
    1,
    'looks entries up by computed indices, which is not piecewise affine',
  );
  const length = shape[axis];
  const positions = indices.values.map((index) => {
    const counted = index < 0 ? index + length : index;
    if (!(Number.isInteger(counted) && counted >= 0 && counted < length)) {
      refuseValue(`looks up entry ${index} of ${length}`);
    }
    return counted;
  });
  const strides = stridesOf(shape);
  const moved = pick(
    context,
    shape.map((own, a) => axisOffsets(a === axis ? positions : range(own), strides[a])),
  );
  return { ...moved, shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)] };
}

function concatenate(context: OperatorContext): Tensor {
  const tensors = context.inputs.map((_, k) => context.tensor(k));
  const { shape } = context.tensor(0);
  const axis = context.axis(context.node.integer('axis', 1), shape.length);
  const others = (own: Shape) => showShape(own.map((length, a) => (a === axis ? 0 : length)));
  for (const tensor of tensors) {
    if (others(tensor.shape) !== others(shape)) {
      refuseShape(`joins tensors of shapes ${showShape(shape)} and ${showShape(tensor.shape)}`);
    }
  }
  const total = tensors.reduce((sum, tensor) => sum + tensor.shape[axis], 0);
  const joined = shape.map((length, a) => (a === axis ? total : length));
  context.graph.charge(countOf(joined));
  const outer = countOf(shape.slice(0, axis));
  const [moved] = moveEntries(context.graph, tensors, (parts) => {
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

function pad(context: OperatorContext): Tensor {
  const { node, graph } = context;
  const { shape } = context.tensor(0);
  const pads = required(context, 'pads');
  const axes = context.has(3)
    ? context.integers(3, 'axes')!.map((axis) => context.axis(axis, shape.length))
    : Array.from(range(shape.length));
  if (pads.length !== 2 * axes.length || !pads.every(Number.isInteger)) {
    refuseShape(`has ${pads.length} pads for ${axes.length} axes`);
  }
  const fill = context.has(2)
    ? context.constant(2, 'pads with a computed value')
    : constantTensor([1], Float64Array.of(node.float('value', 0)), 'value');
  if (fill.values.length !== 1) refuseShape('pads with more than one value');
  const mode = node.text('mode', 'constant');
  const strides = stridesOf(shape);
  const offsets = shape.map((length, axis) => {
    const k = axes.indexOf(axis);
    const before = k < 0 ? 0 : pads[k];
    const after = k < 0 ? 0 : pads[k + axes.length];
    if (length + before + after < 0) refuseValue('removes more entries than there are');
    graph.charge(length + before + after);
    const positions = Int32Array.from({ length: length + before + after }, (_, i) =>
      padSource(mode, i - before, length),
    );
    return axisOffsets(positions, strides[axis]);
  });
  return pick(context, offsets, fill);
}

/** Which entry stands at a position before, on or after an axis; −1 for the constant. */
function padSource(mode: string, position: number, length: number): number {
  if (position >= 0 && position < length) return position;
  if (mode === 'constant') return -1;
  if (length === 0) return refuseValue('pads an empty axis by its own entries');
  if (mode === 'edge') return Math.min(Math.max(position, 0), length - 1);
  if (mode === 'wrap') return ((position % length) + length) % length;
  if (mode !== 'reflect')
    return refuseUnsupported(`pads with mode "${mode}"`, 'pad with constants');
  const mirrored = position < 0 ? -position : 2 * (length - 1) - position;
  return mirrored >= 0 && mirrored < length
    ? mirrored
    : refuseValue('pads beyond the mirror image');
}
