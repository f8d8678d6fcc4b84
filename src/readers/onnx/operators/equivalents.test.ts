import { describe, test } from 'vitest';
import {
  encodeOnnx,
  float32,
  int64,
  type OnnxModel,
  type OnnxModelNode,
} from '../../../../properties/support/readers/encodeOnnx.js';
import {
  expectSameAsRuntime,
  numbers,
  randomPoints,
} from '../../../../properties/support/readers/onnxRuntime.js';
import { readOnnx } from '../readOnnx.js';

/** An operator that the runtime does not know, and the same function in operators that it does. */
interface Pair {
  readonly model: OnnxModel;
  readonly equivalent: OnnxModel;
}

const next = numbers(31);
const random = (...dims: number[]) =>
  float32(
    dims,
    Array.from({ length: dims.reduce((product, length) => product * length, 1) }, next),
  );

/** Groups of channels: reshaped, normalised as layers are, shaped back; then scale and shift. */
function groupNormalization(opset: number, weights: number): Pair {
  const [channels, groups, area] = [4, 2, 6];
  const shape = [1, channels, 2, 3];
  const scale = random(weights);
  const shift = random(weights);
  const length = (channels / groups) * area;
  // One weight for each channel, each with its group's where there is one for each group.
  const perChannel = weights === channels ? [0, 1, 2, 3] : [0, 0, 1, 1];
  const nodes: OnnxModelNode[] = [
    { op: 'Reshape', in: ['x', 'grouped'], out: ['g'] },
    {
      op: 'LayerNormalization',
      in: ['g', 'ones'],
      out: ['n'],
      attributes: { axis: { int: -1 }, epsilon: { float: 0.01 } },
    },
    { op: 'Reshape', in: ['n', 'whole'], out: ['m'] },
    { op: 'Gather', in: ['scale', 'which'], out: ['s'] },
    { op: 'Gather', in: ['shift', 'which'], out: ['b'] },
    { op: 'Mul', in: ['m', 's'], out: ['scaled'] },
    { op: 'Add', in: ['scaled', 'b'], out: ['y'] },
  ];
  const column = (tensor: object) => ({ ...tensor, dims: [weights, 1, 1] });
  return {
    model: {
      opset,
      inputs: { x: shape },
      initializers: { scale, shift },
      nodes: [
        {
          op: 'GroupNormalization',
          in: ['x', 'scale', 'shift'],
          out: ['y'],
          attributes: { num_groups: { int: groups }, epsilon: { float: 0.01 } },
        },
      ],
    },
    equivalent: {
      inputs: { x: shape },
      initializers: {
        grouped: int64([1, groups, length]),
        whole: int64(shape),
        ones: float32([length], new Float32Array(length).fill(1)),
        scale: column(scale),
        shift: column(shift),
        which: int64(perChannel),
      },
      nodes,
    },
  };
}

/** x·scale/√(mean x² + ε). */
function rmsNormalization(op: string, opset: number): Pair {
  const scale = random(6);
  const attributes = { axis: { int: -1 }, epsilon: { float: 0.02 } };
  return {
    model: {
      opset,
      inputs: { x: [1, 2, 6] },
      initializers: { scale },
      nodes: [{ op, in: ['x', 'scale'], out: ['y'], attributes }],
    },
    equivalent: {
      inputs: { x: [1, 2, 6] },
      initializers: { scale, epsilon: float32([], [0.02]) },
      nodes: [
        { op: 'Mul', in: ['x', 'x'], out: ['square'] },
        {
          op: 'ReduceMean',
          in: ['square'],
          out: ['mean'],
          attributes: { axes: { ints: [-1] } },
        },
        { op: 'Add', in: ['mean', 'epsilon'], out: ['above'] },
        { op: 'Sqrt', in: ['above'], out: ['root'] },
        { op: 'Div', in: ['x', 'root'], out: ['normal'] },
        { op: 'Mul', in: ['normal', 'scale'], out: ['y'] },
      ],
    },
  };
}

/** x·σ(α·x). */
function swish(alpha: number): Pair {
  return {
    model: {
      opset: 24,
      inputs: { x: [1, 6] },
      nodes: [{ op: 'Swish', in: ['x'], out: ['y'], attributes: { alpha: { float: alpha } } }],
    },
    equivalent: {
      inputs: { x: [1, 6] },
      initializers: { alpha: float32([], [alpha]) },
      nodes: [
        { op: 'Mul', in: ['x', 'alpha'], out: ['scaled'] },
        { op: 'Sigmoid', in: ['scaled'], out: ['share'] },
        { op: 'Mul', in: ['x', 'share'], out: ['y'] },
      ],
    },
  };
}

/** A gated layer: a linear map whose halves are a value and a gate, and a linear map back. */
function gated(gate: readonly OnnxModelNode[]): Pair {
  const model: OnnxModel = {
    opset: 17,
    inputs: { x: [1, 4] },
    initializers: {
      up: random(4, 10),
      bias: random(10),
      down: random(5, 3),
      root: float32([], [Math.SQRT2]),
      one: float32([], [1]),
      half: float32([], [0.5]),
      halves: int64([5, 5]),
    },
    nodes: [
      { op: 'MatMul', in: ['x', 'up'], out: ['product'] },
      { op: 'Add', in: ['product', 'bias'], out: ['wide'] },
      {
        op: 'Split',
        in: ['wide', 'halves'],
        out: ['value', 'g'],
        attributes: { axis: { int: -1 } },
      },
      ...gate,
      { op: 'Mul', in: ['value', 'opened'], out: ['gated'] },
      { op: 'MatMul', in: ['gated', 'down'], out: ['y'] },
    ],
  };
  return { model, equivalent: model };
}

const PAIRS: Record<string, Pair> = {
  'GroupNormalization with weights for groups': groupNormalization(18, 2),
  'GroupNormalization with weights for channels': groupNormalization(21, 4),
  RMSNormalization: rmsNormalization('RMSNormalization', 23),
  SimplifiedLayerNormalization: rmsNormalization('SimplifiedLayerNormalization', 17),
  Swish: swish(1),
  'Swish with alpha': swish(1.75),
  ReGLU: gated([{ op: 'Relu', in: ['g'], out: ['opened'] }]),
  SwiGLU: gated([
    { op: 'Sigmoid', in: ['g'], out: ['share'] },
    { op: 'Mul', in: ['g', 'share'], out: ['opened'] },
  ]),
  GEGLU: gated([
    { op: 'Div', in: ['g', 'root'], out: ['scaled'] },
    { op: 'Erf', in: ['scaled'], out: ['erf'] },
    { op: 'Add', in: ['erf', 'one'], out: ['above'] },
    { op: 'Mul', in: ['g', 'above'], out: ['twice'] },
    { op: 'Mul', in: ['twice', 'half'], out: ['opened'] },
  ]),
};

describe('what the runtime evaluates in other operators', () => {
  test.each(Object.entries(PAIRS))('%s', async (_, { model, equivalent }) => {
    const network = readOnnx(encodeOnnx(model), 'model.onnx');
    const points = randomPoints(network.inputSize, 4, 13, 3);
    await expectSameAsRuntime(network, encodeOnnx(equivalent), points);
  });
});
