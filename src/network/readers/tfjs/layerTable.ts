import { channelsLast } from '../../convolutionMap.js';
import { normalizeBatch } from '../lowering/batchNormalization.js';
import { maximumOf, rectify, sumTensors } from '../lowering/elementwise.js';
import { convolve, matrixAtPositions, transposed } from '../lowering/linearLayers.js';
import { concatenateTensors, padTensor } from '../lowering/moves.js';
import { averagePool, maxPool, type Pool } from '../lowering/pooling.js';
import { refuseShape, refuseUnsupported } from '../lowering/refusal.js';
import {
  constantTensor,
  countOf,
  type Shape,
  showShape,
  type VariableTensor,
} from '../lowering/tensor.js';
import { type Padding, type WindowAxis, windowAxis } from '../lowering/windows.js';
import { activate } from './activation.js';
import type { LayerContext, LayerLowering } from './layerContext.js';

/** Every layer of TensorFlow.js that is read, and what turns it into layers of the network. */
export const layerTable: Readonly<Record<string, LayerLowering>> = {
  Dense: dense,
  Conv1D: (context) => convolution(context, 1),
  Conv2D: (context) => convolution(context, 2),
  BatchNormalization: batchNormalization,
  Activation: (context) => activate(context, context.input, context.text('activation', 'linear')),
  Softmax: (context) => activate(context, context.input, 'softmax'),
  ReLU: rectifiedLinear,
  LeakyReLU: (context) => {
    const slope = context.number('negative_slope', context.number('alpha', 0.3));
    return rectify(context.graph, context.input, slope);
  },
  PReLU: (context) => rectify(context.graph, context.input, context.weightTensor('alpha')),
  MaxPooling1D: (context) => pool(context, 1, maxPool),
  MaxPooling2D: (context) => pool(context, 2, maxPool),
  AveragePooling1D: (context) => pool(context, 1, average),
  AveragePooling2D: (context) => pool(context, 2, average),
  GlobalMaxPooling1D: (context) => globalPool(context, 1, maxPool),
  GlobalMaxPooling2D: (context) => globalPool(context, 2, maxPool),
  GlobalAveragePooling1D: (context) => globalPool(context, 1, average),
  GlobalAveragePooling2D: (context) => globalPool(context, 2, average),
  Flatten: ({ input }) => ({ ...input, shape: [1, countOf(input.shape)] }),
  Reshape: reshape,
  ZeroPadding1D: (context) => zeroPadding(context, 1),
  ZeroPadding2D: (context) => zeroPadding(context, 2),
  Add: (context) => sumTensors(context.graph, context.inputs.map(once)),
  Subtract: ({ graph, inputs }) =>
    sumTensors(graph, [
      { tensor: inputs[0], factor: 1 },
      { tensor: inputs[1], factor: -1 },
    ]),
  Maximum: (context) => maximumOf(context.graph, context.inputs),
  Concatenate: concatenate,
  InputLayer: ({ input }) => input,
  Dropout: ({ input }) => input,
  SpatialDropout1D: ({ input }) => input,
  SpatialDropout2D: ({ input }) => input,
  GaussianDropout: ({ input }) => input,
  GaussianNoise: ({ input }) => input,
};

function once(tensor: VariableTensor) {
  return { tensor, factor: 1 };
}

function dense(context: LayerContext): VariableTensor {
  const { graph, input } = context;
  const columns = input.shape[input.shape.length - 1];
  const units = context.number('units', 0);
  const kernel = context.weight('kernel', [columns, units]);
  const positions = countOf(input.shape) / columns;
  const map = matrixAtPositions(transposed(kernel, columns, units), units, columns, positions);
  graph.charge(positions * units);
  let value = graph.affine([{ map, input: input.value }], null);
  if (context.flag('use_bias', true)) {
    const bias = context.weight('bias', [units]);
    const repeated = Float64Array.from({ length: map.rows }, (_, i) => bias[i % units]);
    value = graph.addConstant(value, repeated);
  }
  const shape = [...input.shape.slice(0, -1), units];
  return activate(
    context,
    { kind: 'variable', shape, value },
    context.text('activation', 'linear'),
  );
}

function convolution(context: LayerContext, rank: number): VariableTensor {
  const { graph, input } = context;
  const { spatial, channels } = context.image(rank);
  const filters = context.number('filters', 0);
  const groups = context.number('groups', 1);
  const kernelSize = context.lengths('kernel_size', rank, 1)!;
  if (!(filters >= 1 && groups >= 1 && filters % groups === 0 && channels % groups === 0)) {
    refuseShape(`has ${filters} filters and ${channels} channels in ${groups} groups`);
  }
  const perGroup = channels / groups;
  const stored = context.weight('kernel', [...kernelSize, perGroup, filters]);
  const axes = windows(context, spatial, kernelSize, context.lengths('strides', rank, 1)!);
  // Stored [height, width, channels, filters]; kernels are kept [filters, channels, height, width].
  const kernel = transposed(stored, countOf(kernelSize) * perGroup, filters);
  const area = countOf(kernelSize);
  const ordered = new Float64Array(kernel.length);
  for (let f = 0; f < filters; f++) {
    const start = f * area * perGroup;
    const own = transposed(kernel.subarray(start, start + area * perGroup), area, perGroup);
    ordered.set(own, start);
  }
  const value = convolve(
    graph,
    input.value,
    {
      kernel: ordered,
      filters,
      channels,
      groups,
      rows:
        rank === 2 ? axes[0] : windowAxis(1, 1, 1, 1, { kind: 'explicit', before: 0, after: 0 }),
      columns: axes[rank - 1],
      layout: channelsLast,
    },
    context.flag('use_bias', true) ? context.weight('bias', [filters]) : null,
  );
  const shape = [1, ...axes.map(({ count }) => count), filters];
  return activate(
    context,
    { kind: 'variable', shape, value },
    context.text('activation', 'linear'),
  );
}

function windows(
  context: LayerContext,
  spatial: Shape,
  kernel: readonly number[],
  strides: readonly number[],
): WindowAxis[] {
  const dilations = context.lengths('dilation_rate', spatial.length, 1)!;
  const mode = context.text('padding', 'valid');
  return spatial.map((size, axis) => {
    const reach = (kernel[axis] - 1) * dilations[axis];
    const paddings: Readonly<Record<string, Padding>> = {
      valid: { kind: 'explicit', before: 0, after: 0 },
      same: { kind: 'same', extra: 'after' },
      causal: { kind: 'explicit', before: reach, after: 0 },
    };
    if (!Object.hasOwn(paddings, mode)) refuseUnsupported(`has the padding "${mode}"`);
    return windowAxis(size, kernel[axis], strides[axis], dilations[axis], paddings[mode]);
  });
}

type PoolLowering = (graph: LayerContext['graph'], value: number, pool: Pool) => number;

function average(graph: LayerContext['graph'], value: number, spec: Pool): number {
  return averagePool(graph, value, spec, false);
}

function pool(context: LayerContext, rank: number, apply: PoolLowering): VariableTensor {
  const { spatial, channels } = context.image(rank);
  const size = context.lengths('pool_size', rank, 2)!;
  const strides = context.lengths('strides', rank, null) ?? size;
  const axes = windows(context, spatial, size, strides);
  const value = apply(context.graph, context.input.value, { channels, axes, channelsLast: true });
  return { kind: 'variable', shape: [1, ...axes.map(({ count }) => count), channels], value };
}

function globalPool(context: LayerContext, rank: number, apply: PoolLowering): VariableTensor {
  const { spatial, channels } = context.image(rank);
  const axes = spatial.map((size) =>
    windowAxis(size, size, 1, 1, { kind: 'explicit', before: 0, after: 0 }),
  );
  const value = apply(context.graph, context.input.value, { channels, axes, channelsLast: true });
  const ones = context.flag('keepdims', false) ? spatial.map(() => 1) : [];
  return { kind: 'variable', shape: [1, ...ones, channels], value };
}

function batchNormalization(context: LayerContext): VariableTensor {
  const { graph, input } = context;
  const last = input.shape.length - 1;
  const { axis } = context.config;
  const named = Array.isArray(axis) ? axis[0] : (axis ?? -1);
  if (named !== -1 && named !== last) {
    refuseUnsupported(
      `normalises axis ${named}, not the last`,
      'save the model with channels last',
    );
  }
  const channels = input.shape[last];
  const stored = (kind: string, used: boolean, otherwise: number) =>
    used ? context.weight(kind, [channels]) : new Float64Array(channels).fill(otherwise);
  const value = normalizeBatch(
    graph,
    input.value,
    {
      scale: stored('gamma', context.flag('scale', true), 1),
      offset: stored('beta', context.flag('center', true), 0),
      mean: stored('moving_mean', true, 0),
      variance: stored('moving_variance', true, 1),
      epsilon: context.number('epsilon', 1e-3),
    },
    (i) => i % channels,
  );
  return { ...input, value };
}

function rectifiedLinear(context: LayerContext): VariableTensor {
  const { graph, input } = context;
  if (context.number('threshold', 0) !== 0) {
    refuseUnsupported('jumps at its threshold, and a jump is not continuous piecewise affine');
  }
  const slope = context.number('negative_slope', 0);
  const { max_value: largest = null } = context.config;
  if (largest === null) return rectify(graph, input, slope);
  const upper = context.number('max_value', 0);
  if (slope === 0) return { ...input, value: graph.clip(input.value, 0, Math.max(0, upper)) };
  const rectified = rectify(graph, input, slope);
  return { ...rectified, value: graph.clip(rectified.value, -Infinity, upper) };
}

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
