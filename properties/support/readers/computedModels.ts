import {
  float32,
  int64,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxTensor,
} from './encodeOnnx.js';
import { numbers } from './onnxRuntime.js';

const next = numbers(23);
const random = (...dims: number[]): OnnxTensor =>
  float32(
    dims,
    Array.from({ length: dims.reduce((product, length) => product * length, 1) }, next),
  );

/** One operator that reads x and initialisers, in this order, and makes y. */
function one(
  op: string,
  shape: number[] = [1, 6],
  initializers: Record<string, OnnxTensor> = {},
  attributes: Record<string, OnnxAttribute> = {},
  domain = '',
): OnnxModel {
  const model = {
    inputs: { x: shape },
    initializers,
    nodes: [{ op, in: ['x', ...Object.keys(initializers)], out: ['y'], attributes, domain }],
  };
  return domain === '' ? model : { ...model, domains: { [domain]: 3 } };
}

/** x made positive by |x| + 1/2 before an operator that needs it. */
function ofPositive(op: string, attributes: Record<string, OnnxAttribute> = {}): OnnxModel {
  return {
    inputs: { x: [1, 6] },
    initializers: { half: float32([1], [0.5]) },
    nodes: [
      { op: 'Abs', in: ['x'], out: ['a'] },
      { op: 'Add', in: ['a', 'half'], out: ['p'] },
      { op, in: ['p'], out: ['y'], attributes },
    ],
  };
}

/** A comparison of x with constants, as numbers. */
function compared(op: string, cast = true): OnnxModel {
  return {
    inputs: { x: [1, 6] },
    initializers: { c: float32([6], [0.1, -0.2, 0.3, 0, -0.5, 0.2]) },
    nodes: [
      { op, in: ['x', 'c'], out: ['b'] },
      ...(cast ? [{ op: 'Cast', in: ['b'], out: ['y'], attributes: { to: { int: 1 } } }] : []),
    ],
  };
}

/** Truth values of two comparisons joined. */
function joined(op: string): OnnxModel {
  return {
    inputs: { x: [1, 6] },
    initializers: { c: float32([1], [0.1]), d: float32([1], [0.4]) },
    nodes: [
      { op: 'Greater', in: ['x', 'c'], out: ['p'] },
      { op: 'Less', in: ['x', 'd'], out: ['q'] },
      { op, in: op === 'Not' ? ['p'] : ['p', 'q'], out: ['r'] },
      { op: 'Cast', in: ['r'], out: ['y'], attributes: { to: { int: 1 } } },
    ],
  };
}

/** A softmax, which would be taken off at the end, before another layer. */
function softmax(
  op: string,
  shape: number[],
  attributes: Record<string, OnnxAttribute>,
  opset = 17,
) {
  return {
    opset,
    inputs: { x: shape },
    initializers: { c: float32([1], [0.25]) },
    nodes: [
      { op, in: ['x'], out: ['s'], attributes },
      { op: 'Add', in: ['s', 'c'], out: ['y'] },
    ],
  };
}

const TREE: Record<string, OnnxAttribute> = {
  nodes_treeids: { ints: [0, 0, 0, 0, 0, 1, 1, 1] },
  nodes_nodeids: { ints: [0, 1, 2, 3, 4, 0, 1, 2] },
  nodes_featureids: { ints: [0, 0, 2, 0, 0, 1, 0, 0] },
  nodes_values: { floats: [0.1, 0, -0.3, 0, 0, 0.2, 0, 0] },
  nodes_modes: {
    texts: ['BRANCH_LEQ', 'LEAF', 'BRANCH_LEQ', 'LEAF', 'LEAF', 'BRANCH_LEQ', 'LEAF', 'LEAF'],
  },
  nodes_truenodeids: { ints: [1, 0, 3, 0, 0, 1, 0, 0] },
  nodes_falsenodeids: { ints: [2, 0, 4, 0, 0, 2, 0, 0] },
};

const leaves = (prefix: string, outputs: number[], weights: number[]) => ({
  [`${prefix}_treeids`]: { ints: [0, 0, 0, 1, 1] },
  [`${prefix}_nodeids`]: { ints: [1, 3, 4, 1, 2] },
  [`${prefix}_ids`]: { ints: outputs },
  [`${prefix}_weights`]: { floats: weights },
});

const ML = 'ai.onnx.ml';

function classifier(
  op: string,
  attributes: Record<string, OnnxAttribute>,
  after: OnnxModel['nodes'] = [],
): OnnxModel {
  return {
    inputs: { x: [1, 4] },
    domains: { [ML]: 1 },
    initializers: { c: float32([1], [0.25]) },
    nodes: [
      { op, domain: ML, in: ['x'], out: ['label', 'scores'], attributes },
      ...after,
      { op: 'Add', in: [after.length > 0 ? 'after' : 'scores', 'c'], out: ['y'] },
    ],
  };
}

const LABELS = (count: number): Record<string, OnnxAttribute> => ({
  classlabels_int64s: { ints: Array.from({ length: count }, (_, i) => i) },
});

/** Models with operators beyond piecewise-affine, for comparison with onnxruntime. */
export const COMPUTED_MODELS: Readonly<Record<string, OnnxModel>> = {
  // At the end it would be taken off.
  Sigmoid: softmax('Sigmoid', [1, 6], {}),
  Tanh: one('Tanh'),
  Erf: one('Erf'),
  Softsign: one('Softsign'),
  Softplus: one('Softplus'),
  Mish: { ...one('Mish'), opset: 18 },
  HardSwish: one('HardSwish'),
  Gelu: { ...one('Gelu'), opset: 20 },
  'Gelu in its tanh form': {
    ...one('Gelu', [1, 6], {}, { approximate: { text: 'tanh' } }),
    opset: 20,
  },
  Elu: one('Elu', [1, 6], {}, { alpha: { float: 0.5 } }),
  Celu: one('Celu', [1, 6], {}, { alpha: { float: 0.5 } }),
  Selu: one('Selu'),
  Exp: one('Exp'),
  Sin: one('Sin'),
  Cos: one('Cos'),
  Log: ofPositive('Log'),
  Sqrt: ofPositive('Sqrt'),
  Reciprocal: ofPositive('Reciprocal'),
  'Pow by 2': one('Pow', [1, 6], { e: float32([], [2]) }),
  'Pow by 3': one('Pow', [1, 6], { e: float32([], [3]) }),
  Greater: compared('Greater'),
  Less: compared('Less'),
  GreaterOrEqual: compared('GreaterOrEqual'),
  LessOrEqual: compared('LessOrEqual'),
  Equal: compared('Equal'),
  Sign: one('Sign'),
  And: joined('And'),
  Or: joined('Or'),
  Not: joined('Not'),
  'Where by a computed condition': {
    inputs: { x: [1, 6] },
    initializers: { c: float32([6], [0.1, -0.2, 0.3, 0, -0.5, 0.2]) },
    nodes: [
      { op: 'Greater', in: ['x', 'c'], out: ['b'] },
      { op: 'Tanh', in: ['x'], out: ['t'] },
      { op: 'Where', in: ['b', 'x', 't'], out: ['y'] },
    ],
  },
  'a product and a quotient of computed values': {
    inputs: { x: [1, 2, 3] },
    initializers: { two: float32([1], [2]) },
    nodes: [
      { op: 'ReduceMean', in: ['x'], out: ['m'], attributes: { axes: { ints: [1] } } },
      { op: 'Mul', in: ['x', 'm'], out: ['p'] },
      { op: 'Add', in: ['m', 'two'], out: ['d'] },
      { op: 'Div', in: ['p', 'd'], out: ['y'] },
    ],
  },
  'a product of computed matrices': {
    inputs: { x: [1, 3, 4] },
    nodes: [
      { op: 'Transpose', in: ['x'], out: ['t'], attributes: { perm: { ints: [0, 2, 1] } } },
      { op: 'MatMul', in: ['x', 't'], out: ['y'] },
    ],
  },
  'Softmax within rows': softmax('Softmax', [1, 3, 4], { axis: { int: -1 } }),
  'Softmax of opset 11 over all axes from one on': softmax(
    'Softmax',
    [1, 3, 4],
    { axis: { int: 1 } },
    11,
  ),
  'LogSoftmax within columns': softmax('LogSoftmax', [1, 3, 4], { axis: { int: 1 } }),
  LayerNormalization: one('LayerNormalization', [1, 2, 5], { s: random(5), b: random(5) }),
  InstanceNormalization: one('InstanceNormalization', [1, 3, 2, 2], {
    s: random(3),
    b: random(3),
  }),
  LpNormalization: one('LpNormalization', [1, 2, 3], {}, { axis: { int: -1 }, p: { int: 2 } }),
  ReduceL1: one('ReduceL1', [1, 2, 3], {}, { axes: { ints: [-1] } }),
  ReduceL2: one('ReduceL2', [1, 2, 3], {}, { axes: { ints: [-1] } }),
  ReduceSumSquare: one('ReduceSumSquare', [1, 2, 3], {}, { axes: { ints: [-1] } }),
  ReduceLogSum: ofPositive('ReduceLogSum', { axes: { ints: [1] } }),
  ReduceLogSumExp: one('ReduceLogSumExp', [1, 2, 3], {}, { axes: { ints: [-1] } }),
  Scaler: one(
    'Scaler',
    [1, 4],
    {},
    { offset: { floats: [0.1, 0.2, 0.3, 0.4] }, scale: { floats: [2, 1, 0.5, 3] } },
    ML,
  ),
  Normalizer: one('Normalizer', [1, 4], {}, { norm: { text: 'L2' } }, ML),
  'Normalizer by the L1 norm': one('Normalizer', [1, 4], {}, { norm: { text: 'L1' } }, ML),
  LinearClassifier: classifier('LinearClassifier', {
    coefficients: { floats: Array.from({ length: 12 }, next) },
    intercepts: { floats: [0.1, 0.2, -0.3] },
    classlabels_ints: { ints: [0, 1, 2] },
    post_transform: { text: 'SOFTMAX' },
  }),
  'LinearClassifier, one against the rest': classifier('LinearClassifier', {
    coefficients: { floats: Array.from({ length: 12 }, next) },
    intercepts: { floats: [0.1, 0.2, -0.3] },
    classlabels_ints: { ints: [0, 1, 2] },
    post_transform: { text: 'LOGISTIC' },
  }),
  LinearRegressor: one(
    'LinearRegressor',
    [1, 4],
    {},
    {
      coefficients: { floats: Array.from({ length: 8 }, next) },
      intercepts: { floats: [0.1, 0.2] },
      targets: { int: 2 },
    },
    ML,
  ),
  TreeEnsembleClassifier: classifier('TreeEnsembleClassifier', {
    ...TREE,
    ...leaves('class', [0, 1, 2, 1, 2], [0.5, 0.25, -0.5, 1, 0.75]),
    ...LABELS(3),
    base_values: { floats: [0.1, 0.2, 0.3] },
    post_transform: { text: 'SOFTMAX' },
  }),
  'TreeEnsembleClassifier, two classes, votes': classifier('TreeEnsembleClassifier', {
    ...TREE,
    ...leaves('class', [0, 0, 0, 0, 0], [0.5, 0.25, 0, 0.5, 0.125]),
    ...LABELS(2),
    post_transform: { text: 'NONE' },
  }),
  'TreeEnsembleClassifier, two classes, log-odds': classifier('TreeEnsembleClassifier', {
    ...TREE,
    ...leaves('class', [0, 0, 0, 0, 0], [0.5, -0.25, 1, -0.5, 0.125]),
    ...LABELS(2),
    base_values: { floats: [0.25] },
    post_transform: { text: 'LOGISTIC' },
  }),
  TreeEnsembleRegressor: one(
    'TreeEnsembleRegressor',
    [1, 4],
    {},
    {
      ...TREE,
      ...leaves('target', [0, 1, 0, 1, 0], [0.5, 0.25, -0.5, 1, 0.75]),
      n_targets: { int: 2 },
    },
    ML,
  ),
  ArrayFeatureExtractor: one('ArrayFeatureExtractor', [1, 4], { i: int64([2, 0]) }, {}, ML),
};
