import { broadcastShapes, broadcastSources } from '../../lowering/broadcast.js';
import { moveEntries } from '../../lowering/movement.js';
import {
  concatenateTensors,
  padTensor,
  takePositions,
  transposeTensor,
} from '../../lowering/moves.js';
import { range } from '../../lowering/pickEntries.js';
import { refuseShape, refuseUnsupported, refuseValue } from '../../lowering/refusal.js';
import {
  constantTensor,
  countOf,
  doublesOf,
  type Shape,
  showShape,
  stridesOf,
  type Tensor,
} from '../../lowering/tensor.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';

/** Operators that only move entries, of constants and of computed tensors alike. */
export const movement: Readonly<Record<string, Lowering>> = {
  Transpose: (context) => {
    const x = context.tensor(0);
    const order = context.node.integers('perm') ?? [...x.shape.keys()].reverse();
    return [transposeTensor(context.graph, x, order)];
  },
  Concat: (context) => {
    const tensors = context.inputs.map((_, k) => context.tensor(k));
    const axis = context.axis(context.node.integer('axis', 1), context.tensor(0).shape.length);
    return [concatenateTensors(context.graph, tensors, axis)];
  },
  Slice: (context) => [slice(context)],
  Split: (context) => split(context),
  Gather: (context) => [gather(context)],
  GatherND: (context) => [gatherMany(context)],
  Pad: (context) => [pad(context)],
  Expand: (context) => {
    const asked = withoutBatch(context, required(context, 'shape'));
    if (asked.some((length) => length < 0)) refuseValue(`has the shape ${showShape(asked)}`);
    return [expand(context, broadcastShapes([context.tensor(0).shape, asked]))];
  },
  Tile: (context) => [tile(context)],
};

/** A wanted shape, with the batch size the file fixes read as 1 like everywhere else. */
export function withoutBatch({ batch }: OperatorContext, wanted: readonly number[]): number[] {
  return wanted.map((length, axis) => (axis === 0 && batch !== 1 && length === batch ? 1 : length));
}

function required(context: OperatorContext, name: string): number[] {
  return context.integers(1, name) ?? refuseValue(`has no ${name}`);
}

function expand(context: OperatorContext, shape: Shape): Tensor {
  const x = context.tensor(0);
  context.graph.charge(countOf(shape));
  const sources = broadcastSources(x.shape, shape);
  if (!sources) return { ...x, shape };
  const [moved] = moveEntries(context.graph, [x], ([{ values }]) => [
    { shape, values: Float64Array.from(sources, (at) => values[at]) },
  ]);
  return moved;
}

function tile(context: OperatorContext): Tensor {
  const x = context.tensor(0);
  const repeats = required(context, 'repeats');
  if (repeats.length !== x.shape.length || repeats.some((count) => !(count >= 0))) {
    refuseValue(`has repeats ${showShape(repeats)} for a tensor of shape ${showShape(x.shape)}`);
  }
  const positions = x.shape.map((length, axis) => {
    context.graph.charge(length * repeats[axis]);
    return range(length * repeats[axis]).map((i) => i % length);
  });
  return takePositions(context.graph, x, new Map(positions.entries()));
}

function slice(context: OperatorContext): Tensor {
  const x = context.tensor(0);
  const starts = context.integers(1, 'starts') ?? refuseValue('has no starts');
  const ends = context.integers(2, 'ends') ?? refuseValue('has no ends');
  const axes = context.integers(3, 'axes') ?? Array.from(range(starts.length));
  const steps = context.integers(4, 'steps') ?? starts.map(() => 1);
  if ([ends, axes, steps].some(({ length }) => length !== starts.length)) {
    refuseShape('has starts, ends, axes and steps of different lengths');
  }
  const positions = new Map<number, number[]>();
  for (let k = 0; k < starts.length; k++) {
    const axis = context.axis(axes[k], x.shape.length);
    positions.set(axis, sliceAxis(x.shape[axis], starts[k], ends[k], steps[k]));
  }
  return takePositions(context.graph, x, positions);
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
  const x = context.tensor(0);
  const axis = context.axis(context.node.integer('axis', 0), x.shape.length);
  const length = x.shape[axis];
  const parts = context.node.outputs.length;
  // Even parts; where the length does not divide, the last part is the shorter one.
  const even = Math.ceil(length / context.node.integer('num_outputs', parts));
  const lengths =
    context.integers(1, 'split') ??
    Array.from({ length: parts }, (_, k) => Math.max(0, Math.min(even, length - k * even)));
  const fits = lengths.every((part) => Number.isInteger(part) && part >= 0);
  if (!fits || lengths.reduce((sum, part) => sum + part, 0) !== length) {
    refuseShape(`splits ${length} entries into ${showShape(lengths)}`);
  }
  let start = 0;
  return lengths.map((part) => {
    const first = start;
    start += part;
    const positions = range(part).map((i) => first + i);
    return takePositions(context.graph, x, new Map([[axis, positions]]));
  });
}

function gather(context: OperatorContext): Tensor {
  const x = context.tensor(0);
  const axis = context.axis(context.node.integer('axis', 0), x.shape.length);
  const indices = context.constant(
    1,
    'looks entries up by computed indices, which is not piecewise affine',
  );
  const length = x.shape[axis];
  const positions = doublesOf(indices).map((index) => {
    const counted = index < 0 ? index + length : index;
    if (!(Number.isInteger(counted) && counted >= 0 && counted < length)) {
      refuseValue(`looks up entry ${index} of ${length}`);
    }
    return counted;
  });
  const taken = takePositions(context.graph, x, new Map([[axis, positions]]));
  const { shape } = x;
  return { ...taken, shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)] };
}

/** Entries, or blocks of them, picked by lists of constant indices. */
function gatherMany(context: OperatorContext): Tensor {
  const x = context.tensor(0);
  const indices = context.constant(1, 'looks entries up by computed indices');
  if (context.node.integer('batch_dims', 0) !== 0) {
    refuseUnsupported('looks up within batches', 'use Gather');
  }
  const depth = indices.shape[indices.shape.length - 1] ?? 0;
  if (depth < 1 || depth > x.shape.length)
    refuseShape(`looks up ${depth} axes of ${showShape(x.shape)}`);
  const strides = stridesOf(x.shape);
  const block = countOf(x.shape.slice(depth));
  const lists = doublesOf(indices);
  const starts = Array.from({ length: lists.length / depth }, (_, n) => {
    let start = 0;
    for (let axis = 0; axis < depth; axis++) {
      const index = lists[n * depth + axis];
      const counted = index < 0 ? index + x.shape[axis] : index;
      if (!(Number.isInteger(counted) && counted >= 0 && counted < x.shape[axis])) {
        refuseValue(`looks up entry ${index} of ${x.shape[axis]}`);
      }
      start += counted * strides[axis];
    }
    return start;
  });
  context.graph.charge(starts.length * block);
  const shape = [...indices.shape.slice(0, -1), ...x.shape.slice(depth)];
  const [moved] = moveEntries(context.graph, [x], ([{ values }]) => [
    {
      shape,
      values: Float64Array.from({ length: starts.length * block }, (_, i) => {
        return values[starts[Math.floor(i / block)] + (i % block)];
      }),
    },
  ]);
  return moved;
}

function pad(context: OperatorContext): Tensor {
  const { node, graph } = context;
  const x = context.tensor(0);
  const rank = x.shape.length;
  const pads = required(context, 'pads');
  const axes = context.has(3)
    ? context.integers(3, 'axes')!.map((axis) => context.axis(axis, rank))
    : [...x.shape.keys()];
  if (pads.length !== 2 * axes.length || !pads.every(Number.isInteger)) {
    refuseShape(`has ${pads.length} pads for ${axes.length} axes`);
  }
  const fill = context.has(2)
    ? context.constant(2, 'pads with a computed value')
    : constantTensor([1], Float64Array.of(node.float('value', 0)), 'value');
  if (fill.numbers.length !== 1) refuseShape('pads with more than one value');
  const own = x.shape.map((_, axis) => {
    const k = axes.indexOf(axis);
    return k < 0 ? { before: 0, after: 0 } : { before: pads[k], after: pads[k + axes.length] };
  });
  return padTensor(graph, x, own, fill, node.text('mode', 'constant'));
}
