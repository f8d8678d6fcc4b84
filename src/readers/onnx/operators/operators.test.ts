import { expect, test } from 'vitest';
import { COMPUTED_MODELS } from '../../../../properties/support/readers/computedModels.js';
import {
  encodeOnnx,
  float32,
  int64,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxTensor,
} from '../../../../properties/support/readers/encodeOnnx.js';
import {
  expectSameAsRuntime,
  numbers,
  randomPoints,
} from '../../../../properties/support/readers/onnxRuntime.js';
import { readOnnx } from '../readOnnx.js';

type Attributes = Record<string, OnnxAttribute>;

const next = numbers(7);
const random = (...dims: number[]): OnnxTensor =>
  float32(
    dims,
    Array.from({ length: dims.reduce((product, length) => product * length, 1) }, next),
  );
const positive = (count: number) =>
  float32(
    [count],
    Array.from({ length: count }, () => 0.5 + Math.abs(next())),
  );
const scalar = (value: number) => float32([], [value]);

/** One operator that reads x and any initialisers and makes y. */
function one(
  op: string,
  shape: number[],
  initializers: Record<string, OnnxTensor> = {},
  attributes: Attributes = {},
  more: Partial<OnnxModel> & { in?: string[] } = {},
): OnnxModel {
  const { in: inputs, ...rest } = more;
  return {
    inputs: { x: shape },
    initializers,
    nodes: [{ op, in: inputs ?? ['x', ...Object.keys(initializers)], out: ['y'], attributes }],
    ...rest,
  };
}

const CASES: Record<string, OnnxModel> = {
  ...COMPUTED_MODELS,
  'IsNaN of computed values, and a choice by it': {
    inputs: { x: [1, 4] },
    initializers: { other: random(4) },
    nodes: [
      { op: 'IsNaN', in: ['x'], out: ['missing'] },
      { op: 'Where', in: ['missing', 'other', 'x'], out: ['y'] },
    ],
  },
  'Gemm with alpha, beta and transB': one(
    'Gemm',
    [1, 4],
    { w: random(3, 4), c: random(3) },
    { alpha: { float: 0.5 }, beta: { float: 2 }, transB: { int: 1 } },
  ),
  'Gemm without a bias': one('Gemm', [1, 4], { w: random(4, 3) }),
  'Gemm with transA on a batch of columns': one(
    'Gemm',
    [1, 3],
    { w: random(4, 1), c: random(4, 3) },
    { transA: { int: 0 }, beta: { float: 0.25 } },
    { in: ['w', 'x', 'c'] },
  ),
  'Gemm with the weights first and x transposed': one(
    'Gemm',
    [1, 4],
    { w: random(4, 3) },
    { transA: { int: 1 }, transB: { int: 1 } },
    { in: ['w', 'x'] },
  ),
  'MatMul by a matrix': one('MatMul', [1, 4], { w: random(4, 3) }),
  'MatMul of several rows': one('MatMul', [1, 5, 4], { w: random(4, 3) }),
  'MatMul from the left of a stack': one(
    'MatMul',
    [1, 2, 4, 3],
    { w: random(5, 4) },
    {},
    { in: ['w', 'x'] },
  ),
  'MatMul by a stack of matrices': one('MatMul', [1, 2, 3, 4], { w: random(2, 4, 2) }),
  'MatMul by a vector': one('MatMul', [1, 3, 4], { w: random(4) }),
  'MatMul of a vector': one('MatMul', [4], { w: random(4, 3) }),
  'MatMul then Add': {
    inputs: { x: [1, 4] },
    initializers: { w: random(4, 3), b: random(3) },
    nodes: [
      { op: 'MatMul', in: ['x', 'w'], out: ['h'] },
      { op: 'Add', in: ['b', 'h'], out: ['y'] },
    ],
  },
  'MatMul read twice then Add': {
    inputs: { x: [1, 4] },
    initializers: { w: random(4, 3), b: random(3) },
    nodes: [
      { op: 'MatMul', in: ['x', 'w'], out: ['h'] },
      { op: 'Add', in: ['b', 'h'], out: ['s'] },
      { op: 'Sub', in: ['s', 'h'], out: ['d'] },
      { op: 'Concat', in: ['d', 'h'], out: ['y'], attributes: { axis: { int: 1 } } },
    ],
  },
  'Add with broadcasting both ways': one('Add', [1, 3, 1], { c: random(4) }),
  'Sub from a constant': one('Sub', [1, 4], { c: random(1, 4) }, {}, { in: ['c', 'x'] }),
  'Mul with broadcasting': one('Mul', [1, 3, 2], { c: random(3, 1) }),
  'Mul by a larger constant': one('Mul', [1, 2], { c: random(3, 2) }),
  'Div by constants': one('Div', [1, 4], { c: positive(4) }),
  Neg: one('Neg', [1, 4]),
  'Sum of three': {
    inputs: { x: [1, 4] },
    initializers: { c: random(4), d: random(1) },
    nodes: [
      { op: 'Relu', in: ['x'], out: ['r'] },
      { op: 'Sum', in: ['x', 'c', 'r', 'd'], out: ['y'] },
    ],
  },
  'Mean of three': {
    inputs: { x: [1, 4] },
    initializers: { c: random(4) },
    nodes: [
      { op: 'Relu', in: ['x'], out: ['r'] },
      { op: 'Mean', in: ['x', 'c', 'r'], out: ['y'] },
    ],
  },
  Abs: one('Abs', [1, 4]),
  'Max with one constant': one('Max', [1, 4], { c: scalar(0.25) }),
  'Max with a constant a value': one('Max', [1, 4], { c: random(4) }),
  'Max of two computed values and a constant': {
    inputs: { x: [1, 4] },
    initializers: { c: random(1), w: random(4, 4) },
    nodes: [
      { op: 'MatMul', in: ['x', 'w'], out: ['h'] },
      { op: 'Max', in: ['x', 'h', 'c'], out: ['y'] },
    ],
  },
  'Min with one constant': one('Min', [1, 4], { c: scalar(0.25) }),
  'Min of a column and constants': one('Min', [1, 3, 1], { c: random(4) }),
  'Min of two computed values': {
    inputs: { x: [1, 4] },
    initializers: { w: random(4, 4) },
    nodes: [
      { op: 'MatMul', in: ['x', 'w'], out: ['h'] },
      { op: 'Min', in: ['x', 'h'], out: ['y'] },
    ],
  },
  Relu: one('Relu', [1, 4]),
  'LeakyRelu by default': one('LeakyRelu', [1, 4]),
  'LeakyRelu with alpha': one('LeakyRelu', [1, 4], {}, { alpha: { float: 0.2 } }),
  'PRelu a channel': one('PRelu', [1, 3, 2], { s: random(3, 1) }),
  'PRelu with one slope': one('PRelu', [1, 4], { s: random(1) }),
  'Clip by attributes': one(
    'Clip',
    [1, 4],
    {},
    { min: { float: -0.3 }, max: { float: 0.4 } },
    { opset: 7 },
  ),
  'Clip by inputs': one('Clip', [1, 4], { lo: scalar(-0.3), hi: scalar(0.4) }),
  'Clip above only': one('Clip', [1, 4], { hi: scalar(0.4) }, {}, { in: ['x', '', 'hi'] }),
  'Clip with min above max': one('Clip', [1, 4], { lo: scalar(0.4), hi: scalar(-0.3) }),
  'MaxPool with ceil_mode, its last window in the padding': one(
    'MaxPool',
    [1, 1, 5],
    {},
    {
      kernel_shape: { ints: [2] },
      strides: { ints: [3] },
      pads: { ints: [0, 1] },
      ceil_mode: { int: 1 },
    },
  ),
  'HardSigmoid by default': one('HardSigmoid', [1, 4]),
  'HardSigmoid with settings': one(
    'HardSigmoid',
    [1, 4],
    {},
    { alpha: { float: 1.5 }, beta: { float: 0.1 } },
  ),
  'Conv in two dimensions': one('Conv', [1, 2, 5, 6], { w: random(3, 2, 3, 2), b: random(3) }),
  'Conv with pads, strides and dilations': one(
    'Conv',
    [1, 2, 7, 6],
    { w: random(3, 2, 3, 2) },
    { pads: { ints: [1, 0, 2, 1] }, strides: { ints: [2, 1] }, dilations: { ints: [2, 2] } },
  ),
  'Conv in groups': one(
    'Conv',
    [1, 4, 4, 4],
    { w: random(6, 2, 3, 3), b: random(6) },
    { group: { int: 2 }, pads: { ints: [1, 1, 1, 1] } },
  ),
  'Conv by channel': one('Conv', [1, 3, 4, 4], { w: random(3, 1, 2, 2) }, { group: { int: 3 } }),
  'Conv with SAME_UPPER': one(
    'Conv',
    [1, 1, 5, 5],
    { w: random(2, 1, 2, 2) },
    { auto_pad: { text: 'SAME_UPPER' }, strides: { ints: [2, 2] } },
  ),
  'Conv with SAME_LOWER': one(
    'Conv',
    [1, 1, 5, 6],
    { w: random(2, 1, 4, 2) },
    { auto_pad: { text: 'SAME_LOWER' } },
  ),
  'Conv with VALID': one(
    'Conv',
    [1, 1, 5, 6],
    { w: random(2, 1, 4, 2) },
    { auto_pad: { text: 'VALID' } },
  ),
  'Conv in one dimension': one(
    'Conv',
    [1, 2, 9],
    { w: random(3, 2, 3), b: random(3) },
    { pads: { ints: [1, 1] }, strides: { ints: [2] } },
  ),
  BatchNormalization: one(
    'BatchNormalization',
    [1, 3, 2, 2],
    { s: random(3), b: random(3), m: random(3), v: positive(3) },
    { epsilon: { float: 0.01 } },
  ),
  'BatchNormalization of a vector': one(
    'BatchNormalization',
    [1, 3],
    { s: random(3), b: random(3), m: random(3), v: positive(3) },
    {},
    { opset: 9 },
  ),
  MaxPool: one(
    'MaxPool',
    [1, 2, 4, 6],
    {},
    { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } },
  ),
  'MaxPool with pads, dilations and ceil_mode': one(
    'MaxPool',
    [1, 2, 6, 7],
    {},
    {
      kernel_shape: { ints: [2, 3] },
      strides: { ints: [2, 2] },
      pads: { ints: [1, 1, 0, 1] },
      dilations: { ints: [2, 1] },
      ceil_mode: { int: 1 },
    },
  ),
  'MaxPool in one dimension': one(
    'MaxPool',
    [1, 2, 7],
    {},
    { kernel_shape: { ints: [3] }, auto_pad: { text: 'SAME_UPPER' } },
  ),
  'MaxPool in three dimensions': one(
    'MaxPool',
    [1, 1, 3, 4, 3],
    {},
    { kernel_shape: { ints: [2, 2, 2] } },
  ),
  AveragePool: one('AveragePool', [1, 2, 4, 4], {}, { kernel_shape: { ints: [2, 2] } }),
  'AveragePool without the padding': one(
    'AveragePool',
    [1, 1, 4, 4],
    {},
    { kernel_shape: { ints: [3, 3] }, pads: { ints: [1, 1, 1, 1] } },
  ),
  'AveragePool with the padding': one(
    'AveragePool',
    [1, 1, 4, 4],
    {},
    { kernel_shape: { ints: [3, 3] }, pads: { ints: [1, 1, 1, 1] }, count_include_pad: { int: 1 } },
  ),
  'AveragePool with ceil_mode and the padding': one(
    'AveragePool',
    [1, 1, 6, 6],
    {},
    {
      kernel_shape: { ints: [3, 3] },
      strides: { ints: [2, 2] },
      pads: { ints: [1, 1, 1, 1] },
      ceil_mode: { int: 1 },
      count_include_pad: { int: 1 },
    },
    { opset: 19 },
  ),
  'AveragePool with ceil_mode': one(
    'AveragePool',
    [1, 1, 6, 6],
    {},
    { kernel_shape: { ints: [3, 3] }, strides: { ints: [2, 2] }, ceil_mode: { int: 1 } },
    { opset: 19 },
  ),
  'AveragePool with dilations': one(
    'AveragePool',
    [1, 1, 6, 6],
    {},
    { kernel_shape: { ints: [2, 2] }, dilations: { ints: [2, 3] } },
    { opset: 19 },
  ),
  GlobalAveragePool: one('GlobalAveragePool', [1, 3, 3, 2]),
  GlobalMaxPool: one('GlobalMaxPool', [1, 3, 3, 2]),
  'ReduceMean over named axes': one('ReduceMean', [1, 3, 4], {}, { axes: { ints: [-1] } }),
  'ReduceMean over everything': one('ReduceMean', [1, 3, 4], {}, { keepdims: { int: 0 } }),
  'ReduceMean with axes as input': one(
    'ReduceMean',
    [1, 3, 4],
    { a: int64([1]) },
    { keepdims: { int: 0 } },
    { opset: 18 },
  ),
  'ReduceSum with axes as input': one(
    'ReduceSum',
    [1, 3, 4],
    { a: int64([1]) },
    { keepdims: { int: 0 } },
  ),
  'ReduceSum with axes as attribute': one(
    'ReduceSum',
    [1, 3, 4, 2],
    {},
    { axes: { ints: [1, 3] } },
    { opset: 11 },
  ),
  'ReduceSum that does nothing': one('ReduceSum', [1, 3], {}, { noop_with_empty_axes: { int: 1 } }),
  ReduceMax: one('ReduceMax', [1, 3, 4], {}, { axes: { ints: [2] } }),
  ReduceMin: one('ReduceMin', [1, 3, 4], {}, { axes: { ints: [1] }, keepdims: { int: 0 } }),
  'Pad by attribute': one(
    'Pad',
    [1, 1, 2, 3],
    {},
    { pads: { ints: [0, 0, 1, 0, 0, 0, 0, 2] }, value: { float: 0.5 } },
    { opset: 7 },
  ),
  'Pad by inputs, cropping too': one('Pad', [1, 1, 2, 3], {
    p: int64([0, 0, 1, -1, 0, 0, 0, 2]),
    v: scalar(0.5),
  }),
  'Pad named axes': one(
    'Pad',
    [1, 2, 3],
    { p: int64([1, 2]), v: scalar(0), a: int64([-1]) },
    {},
    { opset: 18 },
  ),
  'Pad by reflection': one(
    'Pad',
    [1, 4],
    { p: int64([0, 2, 0, 1]) },
    { mode: { text: 'reflect' } },
  ),
  'Pad by edges': one('Pad', [1, 4], { p: int64([0, 2, 0, 1]) }, { mode: { text: 'edge' } }),
  Flatten: one('Flatten', [1, 2, 3]),
  'Flatten from a later axis': one('Flatten', [1, 2, 3], {}, { axis: { int: -1 } }),
  'Reshape with 0 and -1': one('Reshape', [1, 2, 6], { s: int64([0, -1, 3]) }),
  Transpose: one('Transpose', [1, 2, 3, 4], {}, { perm: { ints: [0, 2, 3, 1] } }),
  'Transpose by default': one('Transpose', [1, 2, 3]),
  'Squeeze by attribute': one('Squeeze', [1, 1, 3], {}, { axes: { ints: [1] } }, { opset: 11 }),
  'Squeeze everything': one('Squeeze', [1, 1, 3]),
  'Unsqueeze by input': one('Unsqueeze', [1, 3], { a: int64([-1, 1]) }),
  'Concat with a constant': one(
    'Concat',
    [1, 2, 3],
    { c: random(1, 1, 3) },
    { axis: { int: 1 } },
    { in: ['c', 'x', 'x'] },
  ),
  'Slice by attribute': one(
    'Slice',
    [1, 5, 4],
    {},
    { starts: { ints: [1, -3] }, ends: { ints: [4, 100] }, axes: { ints: [1, 2] } },
    { opset: 9 },
  ),
  'Slice backwards in steps': one('Slice', [1, 7], {
    s: int64([-1]),
    e: int64([-100]),
    a: int64([1]),
    t: int64([-2]),
  }),
  'Split evenly': {
    inputs: { x: [1, 6] },
    nodes: [
      { op: 'Split', in: ['x'], out: ['a', 'b'], attributes: { axis: { int: 1 } } },
      { op: 'Sub', in: ['b', 'a'], out: ['y'] },
    ],
    opset: 13,
  },
  'Split unevenly by input': {
    inputs: { x: [1, 6] },
    initializers: { s: int64([1, 2, 3]) },
    nodes: [
      { op: 'Split', in: ['x', 's'], out: ['a', 'b', 'c'], attributes: { axis: { int: -1 } } },
      { op: 'Concat', in: ['c', 'a', 'b'], out: ['y'], attributes: { axis: { int: 1 } } },
    ],
  },
  'Split in numbers': {
    inputs: { x: [1, 5] },
    opset: 18,
    nodes: [
      {
        op: 'Split',
        in: ['x'],
        out: ['a', 'b'],
        attributes: { axis: { int: 1 }, num_outputs: { int: 2 } },
      },
      { op: 'Concat', in: ['b', 'a'], out: ['y'], attributes: { axis: { int: 1 } } },
    ],
  },
  Gather: one('Gather', [1, 4, 2], { i: int64([3, 0, -1, 3], [2, 2]) }, { axis: { int: 1 } }),
  'Gather one entry': one('Gather', [1, 4], { i: int64([2], []) }, { axis: { int: 1 } }),
  Expand: one('Expand', [1, 3, 1], { s: int64([2, 1, 4]) }),
  Tile: one('Tile', [1, 2, 3], { r: int64([1, 2, 2]) }),
  'Identity and Dropout': {
    inputs: { x: [1, 4] },
    nodes: [
      { op: 'Identity', in: ['x'], out: ['i'] },
      { op: 'Dropout', in: ['i'], out: ['d'] },
      { op: 'Relu', in: ['d'], out: ['y'] },
    ],
  },
  'Cast to double and back': {
    inputs: { x: [1, 4] },
    nodes: [
      { op: 'Cast', in: ['x'], out: ['i'], attributes: { to: { int: 11 } } },
      { op: 'Relu', in: ['i'], out: ['r'] },
      { op: 'Cast', in: ['r'], out: ['y'], attributes: { to: { int: 1 } } },
    ],
  },
  Constant: {
    inputs: { x: [1, 4] },
    nodes: [
      { op: 'Constant', in: [], out: ['c'], attributes: { value: { tensor: random(4) } } },
      { op: 'Add', in: ['x', 'c'], out: ['y'] },
    ],
  },
  'Constants of other kinds': {
    inputs: { x: [1, 4] },
    nodes: [
      { op: 'Constant', in: [], out: ['c'], attributes: { value_float: { float: 2.5 } } },
      {
        op: 'Constant',
        in: [],
        out: ['d'],
        attributes: { value_floats: { floats: [1, 2, 3, 4] } },
      },
      { op: 'Constant', in: [], out: ['e'], attributes: { value_ints: { ints: [2, 2] } } },
      { op: 'Mul', in: ['x', 'c'], out: ['m'] },
      { op: 'Add', in: ['m', 'd'], out: ['s'] },
      { op: 'Reshape', in: ['s', 'e'], out: ['y'] },
    ],
  },
  'Shape arithmetic as exporters write it': {
    inputs: { x: [1, 2, 3, 4] },
    initializers: { zero: int64([0], []), minus: int64([-1]), half: int64([2]) },
    nodes: [
      { op: 'Shape', in: ['x'], out: ['s'] },
      { op: 'Gather', in: ['s', 'zero'], out: ['n'], attributes: { axis: { int: 0 } } },
      { op: 'Constant', in: [], out: ['axes'], attributes: { value: { tensor: int64([0]) } } },
      { op: 'Unsqueeze', in: ['n', 'axes'], out: ['u'] },
      { op: 'Div', in: ['half', 'half'], out: ['one'] },
      { op: 'Mul', in: ['u', 'one'], out: ['v'] },
      { op: 'Concat', in: ['v', 'minus'], out: ['t'], attributes: { axis: { int: 0 } } },
      { op: 'Reshape', in: ['x', 't'], out: ['y'] },
    ],
  },
  'weights computed from constants': {
    inputs: { x: [1, 4] },
    initializers: { w: random(3, 4), v: positive(4), two: scalar(2), fill: int64([4, 3]) },
    nodes: [
      { op: 'Transpose', in: ['w'], out: ['t'] },
      { op: 'Sqrt', in: ['v'], out: ['q'] },
      { op: 'Relu', in: ['t'], out: ['r'] },
      { op: 'Mul', in: ['r', 'two'], out: ['m'] },
      {
        op: 'ConstantOfShape',
        in: ['fill'],
        out: ['ones'],
        attributes: { value: { tensor: float32([1], [0.5]) } },
      },
      { op: 'Add', in: ['m', 'ones'], out: ['a'] },
      { op: 'Div', in: ['x', 'q'], out: ['d'] },
      { op: 'MatMul', in: ['d', 'a'], out: ['y'] },
    ],
  },
  'a residual block': {
    inputs: { x: [1, 2, 4, 4] },
    initializers: { w: random(2, 2, 3, 3), b: random(2), h: random(32, 3) },
    nodes: [
      { op: 'Conv', in: ['x', 'w', 'b'], out: ['c'], attributes: { pads: { ints: [1, 1, 1, 1] } } },
      { op: 'Relu', in: ['c'], out: ['r'] },
      { op: 'Add', in: ['r', 'x'], out: ['s'] },
      { op: 'Flatten', in: ['s'], out: ['f'] },
      { op: 'MatMul', in: ['f', 'h'], out: ['y'] },
    ],
  },
};

/** A comparison with a constant and a choice whose sides meet there: a leaky ReLU around 0.25. */
function bend(comparison: string, swapped: boolean): OnnxModel {
  const [yes, no] = comparison.startsWith('Greater') !== swapped ? ['x', 'low'] : ['low', 'x'];
  return {
    inputs: { x: [1, 4] },
    initializers: { at: scalar(0.25), third: scalar(0.5), rest: scalar(0.125) },
    nodes: [
      { op: 'Mul', in: ['x', 'third'], out: ['scaled'] },
      { op: 'Add', in: ['scaled', 'rest'], out: ['low'] },
      { op: comparison, in: swapped ? ['at', 'x'] : ['x', 'at'], out: ['above'] },
      { op: 'Where', in: ['above', yes, no], out: ['y'] },
    ],
  };
}

const bools = (values: readonly number[]): OnnxTensor => ({
  dims: [values.length],
  dataType: 9,
  rawData: Uint8Array.from(values),
});

Object.assign(CASES, {
  'Pow by 1': one('Pow', [1, 4], { e: scalar(1) }),
  'Shrink with bias = lambd': one(
    'Shrink',
    [1, 4],
    {},
    { lambd: { float: 0.3 }, bias: { float: 0.3 } },
  ),
  HardSwish: one('HardSwish', [1, 4]),
  'ThresholdedRelu at 0': one('ThresholdedRelu', [1, 4], {}, { alpha: { float: 0 } }),
  'Where with a constant condition': one(
    'Where',
    [1, 4],
    { c: bools([1, 0, 0, 1]), z: random(4) },
    {},
    { in: ['c', 'x', 'z'] },
  ),
  'Where after Greater': bend('Greater', false),
  'Where after GreaterOrEqual, the constant first': bend('GreaterOrEqual', true),
  'Where after Less, the constant first': bend('Less', true),
  'Where after LessOrEqual': bend('LessOrEqual', false),
  GatherND: one('GatherND', [1, 3, 2], { i: int64([0, 2, 0, 0, 0, 1], [3, 2]) }),
  'ConvTranspose with strides, pads and output padding': one(
    'ConvTranspose',
    [1, 2, 3, 4],
    { w: random(2, 3, 3, 2), b: random(3) },
    {
      strides: { ints: [2, 3] },
      pads: { ints: [1, 0, 0, 1] },
      output_padding: { ints: [1, 0] },
      dilations: { ints: [1, 2] },
    },
  ),
  'ConvTranspose in groups': one(
    'ConvTranspose',
    [1, 4, 3, 3],
    { w: random(4, 2, 2, 2) },
    { group: { int: 2 } },
  ),
  'ConvTranspose over one axis': one('ConvTranspose', [1, 2, 5], { w: random(2, 3, 4) }),
  'Resize to the nearest': one(
    'Resize',
    [1, 2, 3, 3],
    { s: float32([4], [1, 1, 2, 2]) },
    {
      mode: { text: 'nearest' },
      nearest_mode: { text: 'floor' },
      coordinate_transformation_mode: { text: 'asymmetric' },
    },
    { in: ['x', '', 's'] },
  ),
  'Resize linearly to half pixels': one(
    'Resize',
    [1, 1, 3, 4],
    { s: float32([4], [1, 1, 2, 1.5]) },
    { mode: { text: 'linear' } },
    { in: ['x', '', 's'] },
  ),
  'Resize linearly to sizes with aligned corners': one(
    'Resize',
    [1, 1, 3, 4],
    { n: int64([1, 1, 5, 7]) },
    { mode: { text: 'linear' }, coordinate_transformation_mode: { text: 'align_corners' } },
    { in: ['x', '', '', 'n'] },
  ),
  'DepthToSpace, depth first': one('DepthToSpace', [1, 8, 2, 3], {}, { blocksize: { int: 2 } }),
  'DepthToSpace, columns first': one(
    'DepthToSpace',
    [1, 8, 2, 3],
    {},
    { blocksize: { int: 2 }, mode: { text: 'CRD' } },
  ),
  SpaceToDepth: one('SpaceToDepth', [1, 2, 4, 6], {}, { blocksize: { int: 2 } }),
  CumSum: one('CumSum', [1, 5], { a: int64([1], []) }),
  'CumSum from the end, without the entry': one(
    'CumSum',
    [1, 5],
    { a: int64([1], []) },
    { reverse: { int: 1 }, exclusive: { int: 1 } },
  ),
  ReduceL1: one('ReduceL1', [1, 2, 3], {}, { axes: { ints: [2] } }),
  'Einsum with a constant': one(
    'Einsum',
    [1, 3, 4],
    { w: random(4, 2, 3) },
    { equation: { text: 'bij,jki->bk' } },
  ),
  'Einsum of a diagonal': one('Einsum', [1, 3, 3], {}, { equation: { text: 'bii->bi' } }),
  TopK: {
    inputs: { x: [1, 6] },
    initializers: { k: int64([3]) },
    nodes: [{ op: 'TopK', in: ['x', 'k'], out: ['y', 'places'] }],
  },
  'TopK of the smallest': {
    inputs: { x: [1, 5] },
    initializers: { k: int64([2]) },
    nodes: [
      {
        op: 'TopK',
        in: ['x', 'k'],
        out: ['y', 'places'],
        attributes: { largest: { int: 0 } },
      },
    ],
  },
});

for (const [name, model] of Object.entries(CASES)) {
  test(`${name} is evaluated as onnxruntime does`, async () => {
    const bytes = encodeOnnx(model);
    const network = readOnnx(bytes, 'model.onnx');
    await expectSameAsRuntime(network, bytes, randomPoints(network.inputSize, 3, 11));
  });
}

/** Makers of constants, and operators that this onnxruntime has no name for: see `equivalents`. */
const NOT_IN_THE_RUNTIME = [
  'GroupNormalization',
  'RMSNormalization',
  'Range',
  'SimplifiedLayerNormalization',
  'Size',
  'Swish',
];

test('every operator of the table is covered here or makes constants only', async () => {
  const { operatorTable } = await import('./operatorTable.js');
  const covered = new Set(
    Object.values(CASES).flatMap((model) => model.nodes.map((node) => node.op)),
  );
  const missing = [...operatorTable.keys()].filter((operator) => !covered.has(operator));
  // What scikit-learn exports is compared with another runtime's values: see `misread`.
  const elsewhere = missing.filter((operator) => operator.startsWith('ai.onnx.ml.'));
  expect(missing.filter((operator) => !elsewhere.includes(operator)).sort()).toEqual(
    NOT_IN_THE_RUNTIME,
  );
});
