import { Real } from '../../../exact/real.js';
import { normalizeBatch } from '../../lowering/batchNormalization.js';
import {
  divideByNorm,
  elementary,
  groupsAlong,
  normalizeWithin,
  softmaxWithin,
} from '../../lowering/computed.js';
import { multiply, sumTensors } from '../../lowering/elementwise.js';
import { refuseShape, refuseUnsupported } from '../../lowering/refusal.js';
import { countOf, showShape, type VariableTensor } from '../../lowering/tensor.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';

/** Normalisations: of a batch as at inference, of layers, channels and norms, and softmax. */
export const normalization: Readonly<Record<string, Lowering>> = {
  BatchNormalization: (context) => {
    const { graph, node } = context;
    const x = context.variable(0);
    if (node.integer('training_mode', 0) !== 0 || node.integer('spatial', 1) === 0) {
      refuseUnsupported(
        'normalises by the statistics of its batch, which is not piecewise affine',
        'export the model in inference mode',
      );
    }
    const [batch, channels, ...spatial] = x.shape;
    if (batch !== 1 || channels === undefined) {
      refuseShape(`reads a tensor of shape ${showShape(x.shape)}, not [1, channels, …]`);
    }
    const [scale, offset, mean, variance] = [1, 2, 3, 4].map((k) => {
      const { numbers } = context.weights(k, 'has computed statistics');
      if (numbers.length !== channels) {
        refuseShape(`has ${numbers.length} numbers as input ${k} for ${channels} channels`);
      }
      return numbers;
    });
    const area = countOf(spatial);
    const value = normalizeBatch(
      graph,
      x.value,
      { scale, offset, mean, variance, epsilon: node.float('epsilon', Math.fround(1e-5)) },
      (i) => Math.floor(i / area) % channels,
    );
    return [{ ...x, value }];
  },
  LayerNormalization: (context) => [overLastAxes(context, true)],
  RMSNormalization: (context) => [overLastAxes(context, false)],
  SimplifiedLayerNormalization: (context) => [overLastAxes(context, false)],
  InstanceNormalization: (context) => {
    const [, channels] = channelsOf(context);
    return [overChannels(context, channels, channels)];
  },
  GroupNormalization: (context) => {
    const [, channels] = channelsOf(context);
    const groups = context.node.integer('num_groups', 1);
    if (groups < 1 || channels % groups !== 0) refuseShape(`has ${groups} groups of channels`);
    return [overChannels(context, groups, context.node.opset < 21 ? groups : channels)];
  },
  LpNormalization: (context) => {
    const { graph, node } = context;
    const x = context.variable(0);
    const axes = new Set([context.axis(node.integer('axis', -1), x.shape.length)]);
    const groups = groupsAlong(x.shape, axes);
    return [divideByNorm(graph, x, groups, node.integer('p', 2) === 1 ? 'L1' : 'L2')];
  },
  Softmax: (context) => [softmaxOf(context)],
  LogSoftmax: (context) => [elementary(context.graph, softmaxOf(context), { kind: 'log' })],
};

/** The groups one softmax runs over: opsets before 13 flatten from the axis on. */
function softmaxOf(context: OperatorContext): VariableTensor {
  const { graph, node } = context;
  const x = context.variable(0);
  const old = node.opset < 13;
  const axis = context.axis(node.integer('axis', old ? 1 : -1), x.shape.length);
  const axes = new Set(old ? [...x.shape.keys()].slice(axis) : [axis]);
  return softmaxWithin(graph, x, groupsAlong(x.shape, axes));
}

function overLastAxes(context: OperatorContext, centred: boolean): VariableTensor {
  const { graph, node } = context;
  const x = context.variable(0);
  const axis = context.axis(node.integer('axis', -1), x.shape.length);
  const groups = groupsAlong(x.shape, new Set([...x.shape.keys()].slice(axis)));
  const epsilon = Real.of(node.float('epsilon', Math.fround(1e-5)));
  const normal = normalizeWithin(graph, x, groups, epsilon, centred);
  const scaled = context.has(1)
    ? multiply(graph, normal, context.weights(1, 'has computed scales'))
    : normal;
  if (!context.has(2)) return scaled;
  const shift = context.weights(2, 'has computed shifts');
  return sumTensors(graph, [
    { tensor: scaled, factor: 1 },
    { tensor: shift, factor: 1 },
  ]);
}

function channelsOf(context: OperatorContext): readonly number[] {
  const { shape } = context.variable(0);
  if (shape[0] !== 1 || shape.length < 2) {
    refuseShape(`reads a tensor of shape ${showShape(shape)}, not [1, channels, …]`);
  }
  return shape;
}

/** Normalises groups of channels; scales and shifts are one for each group or each channel. */
function overChannels(context: OperatorContext, groups: number, weights: number): VariableTensor {
  const { graph, node } = context;
  const x = context.variable(0);
  const [, channels, ...spatial] = channelsOf(context);
  const size = countOf(x.shape);
  const length = size / groups;
  const entries = Array.from({ length: groups }, (_, g) =>
    Int32Array.from({ length }, (_unused, k) => g * length + k),
  );
  const epsilon = Real.of(node.float('epsilon', Math.fround(1e-5)));
  const normal = normalizeWithin(graph, x, entries, epsilon, true);
  const [scale, shift] = [1, 2].map((k) => {
    const { numbers } = context.weights(k, 'has computed weights');
    if (numbers.length !== weights) refuseShape(`has ${numbers.length} numbers as input ${k}`);
    const area = countOf(spatial) * (channels / weights);
    return numbers.pick(Int32Array.from({ length: size }, (_, i) => Math.floor(i / area)));
  });
  return { ...normal, value: graph.scale(normal.value, scale, shift) };
}
