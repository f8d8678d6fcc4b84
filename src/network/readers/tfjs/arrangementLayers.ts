import { concatenateTensors, padTensor } from '../lowering/moves.js';
import { refuseShape } from '../lowering/refusal.js';
import { constantTensor, countOf, showShape, type VariableTensor } from '../lowering/tensor.js';
import type { LayerContext, LayerLowering } from './layerContext.js';

/** Layers that only move entries. */
export const arrangementLayers: Readonly<Record<string, LayerLowering>> = {
  Flatten: ({ input }) => ({ ...input, shape: [1, countOf(input.shape)] }),
  Reshape: reshape,
  Concatenate: concatenate,
  ZeroPadding1D: (context) => zeroPadding(context, 1),
  ZeroPadding2D: (context) => zeroPadding(context, 2),
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
