import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cpuTime } from '../../../properties/support/readers/cpuTime.js';
import {
  encodeOnnx,
  float32,
  int64,
  type OnnxModel,
  type OnnxTensor,
} from '../../../properties/support/readers/encodeOnnx.js';
import {
  expectSameAsRuntime,
  randomPoints,
} from '../../../properties/support/readers/onnxRuntime.js';
import { temporaryFolder } from '../../../properties/temporaryFolder.js';
import { InputError } from '../../errors/inputError.js';
import { Real } from '../../exact/real.js';
import { evaluate } from '../../network/evaluate.js';
import { headOf } from '../../network/penultimate.js';
import { besideFile } from '../besideFile.js';
import { readOnnx } from './readOnnx.js';

const folder = temporaryFolder('onnx');

/** x + c for a constant c of any storage: evaluation at 0 shows what was read. */
function stored(tensor: OnnxTensor): number[] {
  const model = encodeOnnx({
    inputs: { x: [1, 2] },
    initializers: { c: tensor },
    nodes: [{ op: 'Add', in: ['x', 'c'], out: ['y'] }],
  });
  return Array.from(evaluate(readOnnx(model, 'model.onnx'), [0, 0]));
}

function read(model: OnnxModel) {
  return readOnnx(encodeOnnx(model), 'model.onnx', besideFile(join(folder, 'model.onnx')));
}

function refusal(model: OnnxModel | Uint8Array): InputError {
  try {
    const bytes = model instanceof Uint8Array ? model : encodeOnnx(model);
    readOnnx(bytes, 'model.onnx', besideFile(join(folder, 'model.onnx')));
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toContain('model.onnx');
    return error as InputError;
  }
  return expect.fail('the model was read');
}

const relu: OnnxModel = { nodes: [{ op: 'Relu', in: ['x'], out: ['y'] }] };

describe('stored numbers are read exactly', () => {
  const bytesOf = (array: { buffer: ArrayBufferLike }) => new Uint8Array(array.buffer);
  test.each<[string, OnnxTensor, number[]]>([
    ['float32, raw', float32([2], [0.1, -3]), [Math.fround(0.1), -3]],
    ['float32, listed', { dims: [2], dataType: 1, floatData: [0.1, -3] }, [Math.fround(0.1), -3]],
    [
      'float64, raw',
      { dims: [2], dataType: 11, rawData: bytesOf(Float64Array.of(0.1, 1e300)) },
      [0.1, 1e300],
    ],
    ['float64, listed', { dims: [2], dataType: 11, doubleData: [0.1, 2] }, [0.1, 2]],
    [
      'float16, raw',
      { dims: [2], dataType: 10, rawData: bytesOf(Uint16Array.of(0x3c01, 0x8001)) },
      [1.0009765625, -(2 ** -24)],
    ],
    [
      'float16, listed',
      { dims: [2], dataType: 10, int32Data: [0x3c01, 0xfbff] },
      [1.0009765625, -65504],
    ],
    [
      'bfloat16, raw',
      { dims: [2], dataType: 16, rawData: bytesOf(Uint16Array.of(0x3f81, 0xc040)) },
      [1.0078125, -3],
    ],
    ['bfloat16, listed', { dims: [2], dataType: 16, int32Data: [0x3f81, 0xc040] }, [1.0078125, -3]],
    ['int8, raw', { dims: [2], dataType: 3, rawData: bytesOf(Int8Array.of(-1, 127)) }, [-1, 127]],
    ['uint8, listed', { dims: [2], dataType: 2, int32Data: [255, 1] }, [255, 1]],
    [
      'int16, raw',
      { dims: [2], dataType: 5, rawData: bytesOf(Int16Array.of(-300, 300)) },
      [-300, 300],
    ],
    [
      'uint16, raw',
      { dims: [2], dataType: 4, rawData: bytesOf(Uint16Array.of(65535, 0)) },
      [65535, 0],
    ],
    [
      'int32, raw',
      { dims: [2], dataType: 6, rawData: bytesOf(Int32Array.of(-70000, 7)) },
      [-70000, 7],
    ],
    ['int64, listed', { dims: [2], dataType: 7, int64Data: [-5, 2 ** 40] }, [-5, 2 ** 40]],
    ['int64, raw', int64([-5, 2 ** 40]), [-5, 2 ** 40]],
    ['uint32, listed', { dims: [2], dataType: 12, uint64Data: [4294967295, 1] }, [4294967295, 1]],
    [
      'uint64, raw',
      { dims: [2], dataType: 13, rawData: bytesOf(BigUint64Array.of(2n ** 40n, 3n)) },
      [2 ** 40, 3],
    ],
    ['bool, raw', { dims: [2], dataType: 9, rawData: Uint8Array.of(1, 0) }, [1, 0]],
    ['a scalar, repeated', { dims: [], dataType: 1, floatData: [0.5] }, [0.5, 0.5]],
  ])('%s', (_, tensor, expected) => {
    expect(stored(tensor)).toEqual(expected);
  });

  test('raw data at an odd address', () => {
    const model = encodeOnnx({
      inputs: { x: [1, 2] },
      initializers: { c: float32([2], [0.1, -3]) },
      nodes: [{ op: 'Add', in: ['x', 'c'], out: ['y'] }],
    });
    for (let shift = 0; shift < 8; shift++) {
      const moved = new Uint8Array(model.length + shift);
      moved.set(model, shift);
      const network = readOnnx(moved.subarray(shift), 'model.onnx');
      expect(Array.from(evaluate(network, [0, 0]))).toEqual([Math.fround(0.1), -3]);
    }
  });
});

describe('external data', () => {
  const outside = join(folder, 'secret.bin');
  const inner = join(folder, 'model');
  mkdirSync(inner);
  writeFileSync(outside, Buffer.from(Float32Array.of(7, 8).buffer));
  writeFileSync(join(inner, 'w.bin'), Buffer.from(Float32Array.of(0, 1.5, 2.5).buffer));
  symlinkSync(outside, join(inner, 'link.bin'));
  const model = (location: string, more: Record<string, string> = {}) =>
    encodeOnnx({
      inputs: { x: [1, 2] },
      initializers: {
        c: {
          dims: [2],
          dataType: 1,
          dataLocation: 1,
          externalData: Object.entries({ location, ...more }).map(([key, value]) => ({
            key,
            value,
          })),
        },
      },
      nodes: [{ op: 'Add', in: ['x', 'c'], out: ['y'] }],
    });
  const refused = (bytes: Uint8Array) => {
    try {
      readOnnx(bytes, 'model.onnx', besideFile(join(inner, 'model.onnx')));
    } catch (error) {
      return error as InputError;
    }
    return expect.fail('the model was read');
  };

  test('is read at its offset', () => {
    const network = readOnnx(
      model('w.bin', { offset: '4', length: '8' }),
      'model.onnx',
      besideFile(join(inner, 'model.onnx')),
    );
    expect(Array.from(evaluate(network, [0, 0]))).toEqual([1.5, 2.5]);
  });

  test.each([
    '../secret.bin',
    'a/../../secret.bin',
    '..\\secret.bin',
    outside,
    'link.bin',
    '',
    '.',
  ])('outside the folder of the model is refused: %j', (location) => {
    const error = refused(model(location));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain('inside the folder');
  });

  test('missing or too short is refused', () => {
    expect(refused(model('none.bin')).code).toBe('not_found');
    expect(refused(model('w.bin', { offset: '8' })).code).toBe('truncated');
    expect(refused(model('w.bin', { length: '12' })).code).toBe('inconsistent');
    expect(refused(model('w.bin', { offset: '-4' })).code).toBe('inconsistent');
  });
});

describe('the batch', () => {
  test.each([['N'], [-1], [0], [1]])('%s is read as one point', (length) => {
    const network = read({ ...relu, inputs: { x: [length, 3] } });
    expect(network.inputSize).toBe(3);
    expect(network.notes).toEqual([]);
  });

  test('of a fixed size is read as one point, and said so', () => {
    const network = read({
      inputs: { x: [2000, 1, 3] },
      outputs: { y: [2000, 3] },
      initializers: { s: int64([2000, 3]) },
      nodes: [
        { op: 'Relu', in: ['x'], out: ['r'] },
        { op: 'Reshape', in: ['r', 's'], out: ['y'] },
      ],
    });
    expect([network.inputSize, network.outputSize]).toEqual([3, 3]);
    expect(network.notes.join()).toContain('batch of 2000');
  });

  test('is absent where a column vector is multiplied from the left', async () => {
    const bytes = encodeOnnx({
      inputs: { x: [4, 1] },
      outputs: { y: [3, 1] },
      initializers: { w: float32([3, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) },
      nodes: [{ op: 'MatMul', in: ['w', 'x'], out: ['y'] }],
    });
    const network = readOnnx(bytes, 'model.onnx');
    expect([network.inputSize, network.outputSize]).toEqual([4, 3]);
    await expectSameAsRuntime(network, bytes, randomPoints(4, 2, 3));
  });

  test('any other open length is refused', () => {
    expect(refusal({ ...relu, inputs: { x: ['N', 3, 'H'] } }).code).toBe('out_of_range');
    expect(refusal({ ...relu, inputs: { x: null } }).code).toBe('missing');
  });
});

test('initialisers listed as inputs are no inputs', () => {
  const network = read({
    inputs: { x: ['N', 2] },
    initializers: { c: float32([2], [1, 2]) },
    listInitializers: true,
    nodes: [{ op: 'Add', in: ['c', 'x'], out: ['y'] }],
  });
  expect(network.inputSize).toBe(2);
});

test('a bias added after a product belongs to the head', () => {
  const network = read({
    inputs: { x: ['N', 2] },
    initializers: { w: float32([2, 2], [1, 2, 3, 4]), b: float32([2], [5, 6]) },
    nodes: [
      { op: 'Relu', in: ['x'], out: ['z'] },
      { op: 'MatMul', in: ['z', 'w'], out: ['h'] },
      { op: 'Add', in: ['h', 'b'], out: ['y'] },
    ],
  });
  const head = headOf(network);
  expect(head.penultimate).toBe(1);
  expect(Array.from(head.bias.nearest)).toEqual([5, 6]);
});

test('batch normalisation rounds nothing: its factor is enclosed', () => {
  const third = Math.fround(1 / 3);
  const network = read({
    inputs: { x: ['N', 1] },
    initializers: {
      s: float32([1], [third]),
      b: float32([1], [0.1]),
      m: float32([1], [0.7]),
      v: float32([1], [0.3]),
    },
    nodes: [
      {
        op: 'BatchNormalization',
        in: ['x', 's', 'b', 'm', 'v'],
        out: ['y'],
        attributes: { epsilon: { float: 0.001 } },
      },
    ],
  });
  const [centre, factor] = network.nodes.map(({ operation }) => operation);
  if (centre.kind !== 'affine' || factor.kind !== 'affine') return expect.fail('not affine');
  expect(centre.bias.nearest[0]).toBe(-Math.fround(0.7));
  const spread = Real.of(Math.fround(0.3)).add(Real.of(Math.fround(0.001)));
  const { values, others } = factor.maps[0].row(0);
  const known = others![0]!;
  // The square of the enclosed factor encloses third²/(variance + ε), and is narrow.
  const square = known.multiply(known).multiply(spread);
  expect(square.compare(Real.of(third).multiply(Real.of(third)))).toBeNull();
  expect(square.upper.subtract(square.lower).toNumber()).toBeLessThan(1e-70);
  expect(values[0]).toBe(known.toNumber());
  expect(factor.bias.nearest[0]).toBe(Math.fround(0.1));
  expect(network.notes).toEqual([]);
});

describe('a softmax at the end', () => {
  test('is taken off once: one of a softmax leaves that', () => {
    const twice = read({
      inputs: { x: [1, 3] },
      nodes: [
        { op: 'Softmax', in: ['x'], out: ['p'] },
        { op: 'Softmax', in: ['p'], out: ['y'] },
      ],
    });
    const [a, b] = evaluate(twice, [0, 0, 5]);
    expect(a).toBeCloseTo(1 / (2 + Math.exp(5)), 12);
    expect(b).toBe(a);
  });

  test.each<[string, OnnxModel]>([
    ['Softmax', { nodes: [{ op: 'Softmax', in: ['x'], out: ['y'] }] }],
    [
      'LogSoftmax',
      { nodes: [{ op: 'LogSoftmax', in: ['x'], out: ['y'], attributes: { axis: { int: 1 } } }] },
    ],
    ['Softmax of opset 11', { opset: 11, nodes: [{ op: 'Softmax', in: ['x'], out: ['y'] }] }],
    [
      'Softmax before an Identity',
      {
        nodes: [
          { op: 'Softmax', in: ['x'], out: ['s'] },
          { op: 'Identity', in: ['s'], out: ['y'] },
        ],
      },
    ],
  ])('%s is taken off and noted', (_, model) => {
    const network = read({ ...model, inputs: { x: ['N', 3] } });
    expect(Array.from(evaluate(network, [1, -2, 3]))).toEqual([1, -2, 3]);
    expect(network.notes.join()).toContain('oftmax');
  });

  test('over parts of the logits is refused', () => {
    const softmax = { op: 'Softmax', in: ['x'], out: ['y'], attributes: { axis: { int: 1 } } };
    const error = refusal({ inputs: { x: [1, 2, 3] }, nodes: [softmax] });
    expect(error.code).toBe('unsupported');
    expect(error.message).toContain('parts of');
  });
});

describe('what is not piecewise affine', () => {
  test('is refused by node, operator and reason, all of it at once', () => {
    const error = refusal({
      inputs: { x: ['N', 3] },
      nodes: [
        { op: 'LSTM', in: ['x'], out: ['s'], name: 'gate' },
        { op: 'Relu', in: ['s'], out: ['r'] },
        { op: 'Fancy', in: ['r'], out: ['f'], domain: 'com.acme' },
        { op: 'Softmax', in: ['f'], out: ['g'] },
        { op: 'Tan', in: ['g'], out: ['y'] },
        { op: 'Acos', in: ['x'], out: ['unused'] },
      ],
    });
    expect(error.problems.map(({ code, value }) => [code, value])).toEqual([
      ['unsupported', 'LSTM'],
      ['unsupported', 'Fancy'],
      ['unsupported', 'Tan'],
    ]);
    expect(error.problems[0].path).toBe('graph.node[0] "gate"');
    expect(error.message).toContain('(it reads "x")');
    expect(error.message).toContain('"com.acme"');
    expect(error.message).toContain('"g" of Softmax "g"');
  });

  test.each<[string, OnnxModel['nodes']]>([
    ['a computed kernel', [{ op: 'Conv', in: ['x', 'x'], out: ['y'] }]],
    [
      'rounding to whole numbers',
      [{ op: 'Cast', in: ['x'], out: ['y'], attributes: { to: { int: 7 } } }],
    ],
    ['looking up computed places', [{ op: 'Gather', in: ['c', 'x'], out: ['y'] }]],
    [
      'batch statistics',
      [
        {
          op: 'BatchNormalization',
          in: ['x', 'c', 'c', 'c', 'c'],
          out: ['y'],
          attributes: { training_mode: { int: 1 } },
        },
      ],
    ],
    ['dropout in training', [{ op: 'Dropout', in: ['x', '', 'c'], out: ['y'] }]],
  ])('%s', (_, nodes) => {
    const error = refusal({ inputs: { x: [1, 1] }, initializers: { c: float32([1], [1]) }, nodes });
    expect(error.code).toBe('unsupported');
    expect(error.problems[0].path).toContain('graph.node[0]');
  });
});

describe('a broken model is refused', () => {
  const w = float32([4, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
  test.each<[string, string, OnnxModel]>([
    ['a missing initialiser', 'missing', { nodes: [{ op: 'Add', in: ['x', 'gone'], out: ['y'] }] }],
    [
      'a missing input of an operator',
      'missing',
      { nodes: [{ op: 'MatMul', in: ['x'], out: ['y'] }] },
    ],
    [
      'a cycle',
      'inconsistent',
      {
        nodes: [
          { op: 'Add', in: ['x', 'b'], out: ['a'] },
          { op: 'Relu', in: ['a'], out: ['b'] },
          { op: 'Relu', in: ['b'], out: ['y'] },
        ],
      },
    ],
    [
      'one name given twice',
      'duplicate',
      {
        nodes: [
          { op: 'Relu', in: ['x'], out: ['y'] },
          { op: 'Abs', in: ['x'], out: ['y'] },
        ],
      },
    ],
    [
      'a NaN weight',
      'not_finite',
      {
        initializers: { w: float32([4], [1, Number.NaN, 2, 3]) },
        nodes: [{ op: 'Add', in: ['x', 'w'], out: ['y'] }],
      },
    ],
    [
      'an infinite weight',
      'not_finite',
      {
        initializers: { w: float32([4], [1, Infinity, 2, 3]) },
        nodes: [{ op: 'Mul', in: ['x', 'w'], out: ['y'] }],
      },
    ],
    [
      'a NaN attribute',
      'not_finite',
      {
        nodes: [
          { op: 'LeakyRelu', in: ['x'], out: ['y'], attributes: { alpha: { float: Number.NaN } } },
        ],
      },
    ],
    [
      'an infinite slope',
      'not_finite',
      {
        nodes: [
          { op: 'LeakyRelu', in: ['x'], out: ['y'], attributes: { alpha: { float: Infinity } } },
        ],
      },
    ],
    [
      'a division by zero',
      'not_finite',
      {
        initializers: { w: float32([1], [0]) },
        nodes: [{ op: 'Div', in: ['x', 'w'], out: ['y'] }],
      },
    ],
    [
      'a negative length',
      'out_of_range',
      {
        initializers: { w: { dims: [-4], dataType: 1 } },
        nodes: [{ op: 'Add', in: ['x', 'w'], out: ['y'] }],
      },
    ],
    [
      'a shape of 10 GB',
      'truncated',
      {
        initializers: { w: { ...w, dims: [50000, 50000] } },
        nodes: [{ op: 'MatMul', in: ['x', 'w'], out: ['y'] }],
      },
    ],
    [
      'a shape beyond all numbers',
      'out_of_range',
      {
        initializers: { w: { ...w, dims: [2 ** 52, 2 ** 52] } },
        nodes: [{ op: 'MatMul', in: ['x', 'w'], out: ['y'] }],
      },
    ],
    [
      'too few numbers',
      'truncated',
      {
        initializers: { w: { ...w, dims: [4, 3] } },
        nodes: [{ op: 'MatMul', in: ['x', 'w'], out: ['y'] }],
      },
    ],
    [
      'an unknown number type',
      'unsupported',
      {
        initializers: { w: { ...w, dataType: 99 } },
        nodes: [{ op: 'MatMul', in: ['x', 'w'], out: ['y'] }],
      },
    ],
    [
      'matrices that do not fit',
      'shape_mismatch',
      {
        inputs: { x: [1, 3] },
        initializers: { w },
        nodes: [{ op: 'MatMul', in: ['x', 'w'], out: ['y'] }],
      },
    ],
    ['an output nobody makes', 'missing', { nodes: [{ op: 'Relu', in: ['x'], out: ['z'] }] }],
    [
      'a constant output',
      'inconsistent',
      { initializers: { w }, nodes: [{ op: 'Relu', in: ['w'], out: ['y'] }] },
    ],
    [
      'inputs with two batches',
      'inconsistent',
      { inputs: { x: [2, 4], z: [3, 4] }, nodes: [{ op: 'Add', in: ['x', 'z'], out: ['y'] }] },
    ],
    ['an opset that is too old', 'wrong_version', { ...relu, opset: 6 }],
    ['an opset that is too new', 'wrong_version', { ...relu, opset: 99 }],
    ['an input of 10 GB', 'too_large', { ...relu, inputs: { x: [1, 2 ** 31] } }],
    [
      'a pad of 10 GB',
      'too_large',
      {
        initializers: { p: int64([0, 0, 0, 2 ** 31]) },
        nodes: [{ op: 'Pad', in: ['x', 'p'], out: ['y'] }],
      },
    ],
    [
      'a constant of 10 GB',
      'too_large',
      {
        initializers: { s: int64([2 ** 31]) },
        nodes: [
          { op: 'ConstantOfShape', in: ['s'], out: ['c'] },
          { op: 'Add', in: ['c', 'x'], out: ['y'] },
        ],
      },
    ],
    [
      'a repetition of 10 GB',
      'too_large',
      {
        initializers: { r: int64([2 ** 30, 1]) },
        nodes: [{ op: 'Tile', in: ['x', 'r'], out: ['y'] }],
      },
    ],
    [
      'an expansion of 10 GB',
      'too_large',
      {
        initializers: { r: int64([2 ** 16, 2 ** 16, 4]) },
        nodes: [{ op: 'Expand', in: ['x', 'r'], out: ['y'] }],
      },
    ],
    [
      'a pool over padding of 10 GB',
      'too_large',
      {
        inputs: { x: [1, 1, 4, 4] },
        nodes: [
          {
            op: 'AveragePool',
            in: ['x'],
            out: ['y'],
            attributes: {
              kernel_shape: { ints: [2, 2] },
              pads: { ints: [65536, 65536, 65536, 65536] },
              count_include_pad: { int: 1 },
            },
          },
        ],
      },
    ],
    [
      'a pool with a window for each of many places',
      'too_large',
      {
        inputs: { x: [1, 1, 2048, 2048] },
        nodes: [
          {
            op: 'MaxPool',
            in: ['x'],
            out: ['y'],
            attributes: { kernel_shape: { ints: [1024, 1024] }, auto_pad: { text: 'SAME_UPPER' } },
          },
        ],
      },
    ],
    [
      'a convolution over padding of 10 GB',
      'too_large',
      {
        inputs: { x: [1, 1, 4, 4] },
        initializers: { k: float32([1, 1, 1, 1], [1]) },
        nodes: [
          {
            op: 'Conv',
            in: ['x', 'k'],
            out: ['y'],
            attributes: { pads: { ints: [65536, 65536, 65536, 65536] } },
          },
        ],
      },
    ],
    [
      'a window of no size',
      'out_of_range',
      {
        inputs: { x: [1, 1, 4, 4] },
        nodes: [
          { op: 'MaxPool', in: ['x'], out: ['y'], attributes: { kernel_shape: { ints: [0, 2] } } },
        ],
      },
    ],
    [
      'a stride of 0',
      'out_of_range',
      {
        inputs: { x: [1, 1, 4, 4] },
        nodes: [
          {
            op: 'MaxPool',
            in: ['x'],
            out: ['y'],
            attributes: { kernel_shape: { ints: [2, 2] }, strides: { ints: [0, 1] } },
          },
        ],
      },
    ],
    [
      'the indices of a max-pool',
      'unsupported',
      {
        inputs: { x: [1, 1, 4, 4] },
        nodes: [
          {
            op: 'MaxPool',
            in: ['x'],
            out: ['m', 'i'],
            attributes: { kernel_shape: { ints: [2, 2] } },
          },
          { op: 'Add', in: ['m', 'i'], out: ['y'] },
        ],
      },
    ],
  ])('%s', (_, code, model) => {
    const started = cpuTime();
    const error = refusal(model);
    expect(error.code).toBe(code);
    expect(cpuTime() - started).toBeLessThan(1000);
  });

  test('sixty layers that each double the tensor do not take the memory they ask for', () => {
    const before = process.memoryUsage().rss;
    const nodes = Array.from({ length: 60 }, (_, k) => ({
      op: 'Concat',
      in: [k === 0 ? 'x' : `t${k - 1}`, k === 0 ? 'x' : `t${k - 1}`],
      out: [k === 59 ? 'y' : `t${k}`],
      attributes: { axis: { int: 1 } },
    }));
    expect(refusal({ nodes }).code).toBe('too_large');
    expect(process.memoryUsage().rss - before).toBeLessThan(1.5e9);
  });

  test('a chain of 20,000 nodes is read without recursion', () => {
    const nodes = Array.from({ length: 20_000 }, (_, k) => ({
      op: 'Relu',
      in: [k === 0 ? 'x' : `t${k - 1}`],
      out: [k === 19_999 ? 'y' : `t${k}`],
    }));
    expect(read({ nodes: nodes.reverse() }).nodes.length).toBe(20_000);
  });

  test.each<[string, Uint8Array]>([
    ['no bytes', new Uint8Array(0)],
    ['wrong magic', new TextEncoder().encode('GIF89a not a network at all')],
    ['zeros', new Uint8Array(1000)],
    ['nested groups', new Uint8Array(100_000).fill(0x0b)],
    ['half a model', encodeOnnx(relu).subarray(0, 30)],
  ])('%s', (_, bytes) => {
    expect(['malformed', 'wrong_version', 'missing']).toContain(refusal(bytes).code);
  });
});

test.each(['ReduceMean', 'ReduceL2', 'ReduceSumSquare', 'LpNormalization'])(
  'a first axis of fixed length that %s mixes is no batch',
  (op) => {
    const axis = op.startsWith('Reduce') ? { axes: { ints: [0] } } : { axis: { int: 0 } };
    const network = read({
      inputs: { x: [5, 3] },
      nodes: [{ op, in: ['x'], out: ['y'], attributes: axis }],
    });
    expect(network.inputSize).toBe(15);
  },
);
