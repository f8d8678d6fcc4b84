import {
  concatenateTensors,
  padTensor,
  takePositions,
  transposeTensor,
} from '../lowering/moves.js';
import { refuseShape, refuseUnsupported } from '../lowering/refusal.js';
import { constantTensor, countOf, showShape, type VariableTensor } from '../lowering/tensor.js';
import type { LayerContext, LayerLowering } from './layerContext.js';

/** Layers that only move entries. */
export const arrangementLayers: Readonly<Record<string, LayerLowering>> = {
  Flatten: ({ input }) => ({ ...input, shape: [1, countOf(input.shape)] }),
  Reshape: reshape,
  Concatenate: concatenate,
  ZeroPadding1D: (context) => zeroPadding(context, 1),
  ZeroPadding2D: (context) => zeroPadding(context, 2),
  Cropping2D: cropping,
  Permute: permute,
  RepeatVector: repeatVector,
  UpSampling1D: (context) => upSampling(context, 1),
  UpSampling2D: (context) => upSampling(context, 2),
};

function reshape(context: LayerContext): VariableTensor {
  const { input } = context;
  const target = context.config.target_shape;
  const count = countOf(input.shape);
  const lengths: readonly number[] = Array.isArray(target) ? target : [];
  const open = lengths.filter((length) => length === -1 || length === null).length;
  const known = lengths.filter((length) => length !== -1 && length !== null);
  const shape = lengths.map((length) =>
    length === -1 || length === null ? count / countOf(known) : length,
  );
  const valid = shape.every((length) => Number.isSafeInteger(length) && length >= 1);
  if (open > 1 || !valid || countOf(shape) !== count) {
    refuseShape(`gives ${count} entries the shape ${showShape(lengths)}`);
  }
  return { ...input, shape: [1, ...shape] };
}

function zeroPadding(context: LayerContext, rank: number): VariableTensor {
  const { graph, input } = context;
  context.image(rank);
  const given = context.config.padding ?? 1;
  const perAxis: unknown[] = rank === 1 ? [given] : Array.isArray(given) ? given : [given, given];
  const pads = perAxis.map((pad) => {
    const [before, after] = Array.isArray(pad) ? pad : [pad, pad];
    if (![before, after].every((n) => Number.isSafeInteger(n) && n >= 0)) {
      refuseShape('has paddings that are no whole numbers of at least 0');
    }
    return { before: before as number, after: after as number };
  });
  if (pads.length !== rank) refuseShape(`has ${pads.length} paddings for ${rank} axes`);
  const none = { before: 0, after: 0 };
  const zero = constantTensor([], new Float64Array(1), 'zero');
  return padTensor(graph, input, [none, ...pads, none], zero) as VariableTensor;
}

function cropping(context: LayerContext): VariableTensor {
  const { graph, input } = context;
  context.image(2);
  const given = context.config.cropping ?? 0;
  const perAxis: unknown[] = Array.isArray(given) ? given : [given, given];
  const crops = perAxis.map((crop) => {
    const [before, after] = Array.isArray(crop) ? crop : [crop, crop];
    if (![before, after].every((n) => Number.isSafeInteger(n) && n >= 0)) {
      refuseShape('crops by lengths that are no whole numbers of at least 0');
    }
    return { before: -before, after: -after };
  });
  if (crops.length !== 2) refuseShape(`has ${crops.length} croppings for 2 axes`);
  const none = { before: 0, after: 0 };
  const zero = constantTensor([], new Float64Array(1), 'zero');
  return padTensor(graph, input, [none, ...crops, none], zero) as VariableTensor;
}

function permute(context: LayerContext): VariableTensor {
  const { graph, input } = context;
  const dims = context.config.dims;
  const order = Array.isArray(dims) ? [0, ...(dims as number[])] : [];
  return transposeTensor(graph, input, order) as VariableTensor;
}

function repeatVector(context: LayerContext): VariableTensor {
  const { graph, input } = context;
  const times = context.number('n', 1);
  if (!(Number.isSafeInteger(times) && times >= 1)) refuseShape(`repeats ${times} times`);
  const [batch, features] = input.shape;
  const row = { ...input, shape: [batch, 1, features] };
  return takePositions(graph, row, new Map([[1, new Int32Array(times)]])) as VariableTensor;
}

/** Every entry repeated along the spatial axes. */
function upSampling(context: LayerContext, rank: number): VariableTensor {
  const { graph, input } = context;
  const { spatial } = context.image(rank);
  if (context.text('interpolation', 'nearest') !== 'nearest') {
    refuseUnsupported('interpolates between entries', 'use the nearest entry');
  }
  const sizes = context.lengths('size', rank, 2)!;
  const positions = spatial.map((length, a) => {
    graph.charge(length * sizes[a]);
    return Int32Array.from({ length: length * sizes[a] }, (_, i) => Math.floor(i / sizes[a]));
  });
  const axes = new Map(positions.map((places, a) => [a + 1, places]));
  return takePositions(graph, input, axes) as VariableTensor;
}

function concatenate(context: LayerContext): VariableTensor {
  const { graph, inputs } = context;
  const rank = inputs[0].shape.length;
  const named = context.number('axis', -1);
  const axis = named < 0 ? named + rank : named;
  if (!(axis >= 1 && axis < rank)) refuseShape(`joins along axis ${named} of ${rank}`);
  if (inputs.some(({ shape }) => shape.length !== rank))
    refuseShape('joins tensors of different ranks');
  return concatenateTensors(graph, inputs, axis) as VariableTensor;
}
