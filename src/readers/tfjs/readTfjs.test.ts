import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import {
  encodeOnnx,
  float32,
  type OnnxModel,
  type OnnxModelNode,
} from '../../../properties/support/readers/encodeOnnx.js';
import {
  expectSameAsRuntime,
  numbers,
  randomPoints,
} from '../../../properties/support/readers/onnxRuntime.js';
import {
  sequential,
  type TfjsLayer,
  type TfjsWeight,
  writeTfjs,
} from '../../../properties/support/readers/writeTfjs.js';
import { temporaryFolder } from '../../../properties/temporaryFolder.js';
import { InputError } from '../../errors/inputError.js';
import { evaluate } from '../../network/evaluate.js';
import { loadNetwork } from '../loadNetwork.js';
import { tfjsLayerSchema } from './layerSchema.js';

const root = temporaryFolder('tfjs');
let folders = 0;
const write = (topology: object, weights: readonly TfjsWeight[] = []) =>
  writeTfjs(join(root, String(folders++)), topology, weights);

/** Whether a layer is one by `schema/tfjs-layer.schema.json`. */
const isLayer = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(tfjsLayerSchema());

async function refusal(path: string): Promise<InputError> {
  const error = await loadNetwork(path).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).message).toContain('model.json');
  return error as InputError;
}

const next = numbers(3);
const draw = (count: number) => Array.from({ length: count }, () => Math.fround(next()));
const weight = (name: string, ...shape: number[]): TfjsWeight => ({
  name,
  shape,
  values: draw(shape.reduce((product, length) => product * length, 1)),
});
const positive = (name: string, count: number): TfjsWeight => ({
  name,
  shape: [count],
  values: draw(count).map((value) => Math.abs(value) + 0.5),
});

describe('a model written by hand', () => {
  const layers: TfjsLayer[] = [
    { class_name: 'Dense', config: { name: 'hidden', units: 2, activation: 'relu' } },
    {
      class_name: 'Dense',
      config: { name: 'out', units: 1, activation: 'linear', use_bias: false },
    },
  ];
  const weights: TfjsWeight[] = [
    { name: 'hidden/kernel', shape: [2, 2], values: [1, -1, 2, 3] },
    { name: 'hidden/bias', shape: [2], values: [0.5, -0.5] },
    { name: 'out/kernel', shape: [2, 1], values: [10, 100] },
  ];

  test('is evaluated as by hand', async () => {
    const network = await loadNetwork(write(sequential([2], layers), weights));
    // hidden: relu(1 + 4 + 0.5), relu(−1 + 6 − 0.5).
    expect(Array.from(evaluate(network, [1, 2]))).toEqual([55 + 450]);
    expect(Array.from(evaluate(network, [1, -2]))).toEqual([0]);
  });

  test('may hold quantised weights', async () => {
    const network = await loadNetwork(
      write(sequential([2], layers.slice(1)), [
        {
          name: 'out/kernel',
          shape: [2, 1],
          values: [0, 255],
          dtype: 'uint8',
          quantization: { scale: 0.1, min: -1, original_dtype: 'float32' },
        },
      ]),
    );
    expect(Array.from(evaluate(network, [1, 0]))).toEqual([-1]);
    expect(Array.from(evaluate(network, [0, 1]))).toEqual([Math.fround(24.5)]);
    const half = { name: 'out/kernel', shape: [2, 1], values: [0x3c01, 0xc000], dtype: 'float16' };
    const halves = await loadNetwork(
      write(sequential([2], layers.slice(1)), [{ ...half, quantization: {} }]),
    );
    expect(Array.from(evaluate(halves, [1, 1]))).toEqual([1.0009765625 - 2]);
  });
});

/** A kernel stored [height, width, channels, filters] as ONNX wants it. */
function filtersFirst({ shape, values }: TfjsWeight) {
  const [height, width, channels, filters] = shape.length === 4 ? shape : [1, ...shape];
  const moved: number[] = [];
  for (let f = 0; f < filters; f++)
    for (let c = 0; c < channels; c++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          moved.push(values[((y * width + x) * channels + c) * filters + f]);
  const spatial = shape.length === 4 ? [height, width] : [width];
  return float32([filters, channels, ...spatial], moved);
}

const asOnnx = ({ shape, values }: TfjsWeight) => float32(shape, values);

/** Puts the channels first before the nodes, which read `c` and make `d`, and last after them. */
function image(
  shape: number[],
  nodes: OnnxModelNode[],
  initializers: OnnxModel['initializers'] = {},
) {
  const two = shape.length === 3;
  const first = { perm: { ints: two ? [0, 3, 1, 2] : [0, 2, 1] } };
  const last = { perm: { ints: two ? [0, 2, 3, 1] : [0, 2, 1] } };
  return encodeOnnx({
    inputs: { x: [1, ...shape] },
    initializers,
    opset: 19,
    nodes: [
      { op: 'Transpose', in: ['x'], out: ['c'], attributes: first },
      ...nodes,
      { op: 'Transpose', in: ['d'], out: ['y'], attributes: last },
    ],
  });
}

describe('layers are evaluated as onnxruntime evaluates the same model', () => {
  const kernel = weight('layer0/kernel', 3, 2, 2, 4);
  const bias = weight('layer0/bias', 4);
  const narrow = weight('layer0/kernel', 3, 2, 4);
  const grouped = weight('layer0/kernel', 2, 2, 1, 4);
  const statistics = [
    weight('layer0/gamma', 3),
    weight('layer0/beta', 3),
    weight('layer0/moving_mean', 3),
    positive('layer0/moving_variance', 3),
  ];
  const alpha = weight('layer0/alpha', 1, 1, 3);
  const dense = weight('layer0/kernel', 3, 2);
  const leaky = { alpha: { float: 0.25 } };
  const window = {
    kernel_shape: { ints: [3, 2] },
    strides: { ints: [2, 2] },
    auto_pad: { text: 'SAME_UPPER' },
  };
  const unary = (op: string, attributes = {}): OnnxModelNode => ({
    op,
    in: ['c'],
    out: ['d'],
    attributes,
  });

  const cases: [string, number[], TfjsLayer, TfjsWeight[], Uint8Array][] = [
    [
      'Conv2D',
      [5, 6, 2],
      {
        class_name: 'Conv2D',
        config: { filters: 4, kernel_size: [3, 2], strides: [2, 1], activation: 'relu' },
      },
      [kernel, bias],
      image(
        [5, 6, 2],
        [
          {
            op: 'Conv',
            in: ['c', 'w', 'b'],
            out: ['e'],
            attributes: { strides: { ints: [2, 1] } },
          },
          { op: 'Relu', in: ['e'], out: ['d'] },
        ],
        { w: filtersFirst(kernel), b: asOnnx(bias) },
      ),
    ],
    [
      'Conv2D with same padding and dilation',
      [5, 6, 2],
      {
        class_name: 'Conv2D',
        config: {
          filters: 4,
          kernel_size: [3, 2],
          dilation_rate: [2, 2],
          padding: 'same',
          use_bias: false,
        },
      },
      [kernel],
      image(
        [5, 6, 2],
        [
          {
            op: 'Conv',
            in: ['c', 'w'],
            out: ['d'],
            attributes: { dilations: { ints: [2, 2] }, pads: { ints: [2, 1, 2, 1] } },
          },
        ],
        { w: filtersFirst(kernel) },
      ),
    ],
    [
      'Conv2D in groups',
      [4, 4, 2],
      { class_name: 'Conv2D', config: { filters: 4, kernel_size: 2, groups: 2, use_bias: false } },
      [grouped],
      image(
        [4, 4, 2],
        [{ op: 'Conv', in: ['c', 'w'], out: ['d'], attributes: { group: { int: 2 } } }],
        { w: filtersFirst(grouped) },
      ),
    ],
    [
      'Conv1D with causal padding',
      [7, 2],
      { class_name: 'Conv1D', config: { filters: 4, kernel_size: [3], padding: 'causal' } },
      [narrow, bias],
      image(
        [7, 2],
        [{ op: 'Conv', in: ['c', 'w', 'b'], out: ['d'], attributes: { pads: { ints: [2, 0] } } }],
        {
          w: filtersFirst(narrow),
          b: asOnnx(bias),
        },
      ),
    ],
    [
      'BatchNormalization',
      [2, 2, 3],
      { class_name: 'BatchNormalization', config: { axis: [3], epsilon: 0.01 } },
      statistics,
      image(
        [2, 2, 3],
        [
          {
            op: 'BatchNormalization',
            in: ['c', 's', 'b', 'm', 'v'],
            out: ['d'],
            attributes: { epsilon: { float: 0.01 } },
          },
        ],
        {
          s: asOnnx(statistics[0]),
          b: asOnnx(statistics[1]),
          m: asOnnx(statistics[2]),
          v: asOnnx(statistics[3]),
        },
      ),
    ],
    [
      'MaxPooling2D',
      [5, 5, 2],
      {
        class_name: 'MaxPooling2D',
        config: { pool_size: [3, 2], strides: [2, 2], padding: 'same' },
      },
      [],
      image([5, 5, 2], [unary('MaxPool', window)]),
    ],
    [
      'AveragePooling2D',
      [5, 5, 2],
      {
        class_name: 'AveragePooling2D',
        config: { pool_size: [3, 2], strides: [2, 2], padding: 'same' },
      },
      [],
      image([5, 5, 2], [unary('AveragePool', window)]),
    ],
    [
      'MaxPooling1D',
      [6, 2],
      { class_name: 'MaxPooling1D', config: { pool_size: [2], strides: null } },
      [],
      image([6, 2], [unary('MaxPool', { kernel_shape: { ints: [2] }, strides: { ints: [2] } })]),
    ],
    [
      'AveragePooling1D',
      [6, 2],
      { class_name: 'AveragePooling1D', config: { pool_size: 3, strides: 1 } },
      [],
      image([6, 2], [unary('AveragePool', { kernel_shape: { ints: [3] } })]),
    ],
    [
      'GlobalAveragePooling2D',
      [3, 2, 2],
      { class_name: 'GlobalAveragePooling2D', config: {} },
      [],
      image([3, 2, 2], [unary('GlobalAveragePool')]),
    ],
    [
      'GlobalMaxPooling2D',
      [3, 2, 2],
      { class_name: 'GlobalMaxPooling2D', config: {} },
      [],
      image([3, 2, 2], [unary('GlobalMaxPool')]),
    ],
    [
      'GlobalMaxPooling1D',
      [3, 2],
      { class_name: 'GlobalMaxPooling1D', config: {} },
      [],
      image([3, 2], [unary('GlobalMaxPool')]),
    ],
    [
      'GlobalAveragePooling1D',
      [3, 2],
      { class_name: 'GlobalAveragePooling1D', config: {} },
      [],
      image([3, 2], [unary('GlobalAveragePool')]),
    ],
    [
      'ZeroPadding2D',
      [2, 2, 3],
      {
        class_name: 'ZeroPadding2D',
        config: {
          padding: [
            [1, 2],
            [0, 1],
          ],
        },
      },
      [],
      image([2, 2, 3], [unary('Identity')]),
    ],
    [
      'PReLU with shared axes',
      [2, 2, 3],
      { class_name: 'PReLU', config: { shared_axes: [1, 2] } },
      [alpha],
      encodeOnnx({
        inputs: { x: [1, 2, 2, 3] },
        initializers: { a: asOnnx(alpha) },
        nodes: [{ op: 'PRelu', in: ['x', 'a'], out: ['y'] }],
      }),
    ],
    [
      'Dense along the last axis',
      [2, 3],
      { class_name: 'Dense', config: { units: 2, use_bias: false } },
      [dense],
      encodeOnnx({
        inputs: { x: [1, 2, 3] },
        initializers: { w: asOnnx(dense) },
        nodes: [{ op: 'MatMul', in: ['x', 'w'], out: ['y'] }],
      }),
    ],
    [
      'LeakyReLU',
      [4],
      { class_name: 'LeakyReLU', config: { alpha: 0.25 } },
      [],
      encodeOnnx({
        inputs: { x: [1, 4] },
        nodes: [{ op: 'LeakyRelu', in: ['x'], out: ['y'], attributes: leaky }],
      }),
    ],
    [
      'hard_sigmoid',
      [4],
      { class_name: 'Activation', config: { activation: 'hard_sigmoid' } },
      [],
      encodeOnnx({ inputs: { x: [1, 4] }, nodes: [{ op: 'HardSigmoid', in: ['x'], out: ['y'] }] }),
    ],
  ];
  const padded = cases.find(([name]) => name === 'ZeroPadding2D')!;
  padded[4] = encodeOnnx({
    inputs: { x: [1, 2, 2, 3] },
    opset: 7,
    nodes: [
      {
        op: 'Pad',
        in: ['x'],
        out: ['y'],
        attributes: { pads: { ints: [0, 1, 0, 0, 0, 2, 1, 0] } },
      },
    ],
  });

  test.each(cases)('%s', async (_, shape, layer, weights, bytes) => {
    const network = await loadNetwork(write(sequential(shape, [layer]), weights));
    expect(isLayer(layer), JSON.stringify(isLayer.errors)).toBe(true);
    await expectSameAsRuntime(network, bytes, randomPoints(network.inputSize, 3, 5, 3));
  });
});

test.each<[string, TfjsLayer, number[], number[]]>([
  ['relu6', { class_name: 'Activation', config: { activation: 'relu6' } }, [-1, 3, 7], [0, 3, 6]],
  ['ReLU with a maximum', { class_name: 'ReLU', config: { max_value: 2 } }, [-1, 1, 7], [0, 1, 2]],
  [
    'ReLU with a slope',
    { class_name: 'ReLU', config: { max_value: 2, negative_slope: 0.5 } },
    [-4, 1, 7],
    [-2, 1, 2],
  ],
  [
    'ReLU',
    { class_name: 'ReLU', config: { max_value: null, threshold: 0 } },
    [-4, 1, 7],
    [0, 1, 7],
  ],
  [
    'LeakyReLU of Keras 3',
    { class_name: 'LeakyReLU', config: { negative_slope: 0.125 } },
    [-8, 1, 7],
    [-1, 1, 7],
  ],
  ['Dropout', { class_name: 'Dropout', config: { rate: 0.5 } }, [-4, 1, 7], [-4, 1, 7]],
  [
    'a final softmax',
    { class_name: 'Activation', config: { activation: 'softmax' } },
    [-4, 1, 7],
    [-4, 1, 7],
  ],
  ['a final Softmax layer', { class_name: 'Softmax', config: {} }, [-4, 1, 7], [-4, 1, 7]],
])('%s by hand', async (_, layer, x, y) => {
  const network = await loadNetwork(write(sequential([3], [layer])));
  expect(Array.from(evaluate(network, x))).toEqual(y);
  const softmax = JSON.stringify(layer).toLowerCase().includes('softmax');
  expect(network.notes.join()).toMatch(softmax ? /^The final softmax .* was taken off/ : /^$/);
});

describe('a functional model', () => {
  const layer = (class_name: string, name: string, config: object, ...reads: string[]) => ({
    class_name,
    name,
    config: { name, ...config },
    inbound_nodes: reads.length === 0 ? [] : [reads.map((read) => [read, 0, 0, {}])],
  });
  const model = (layers: object[], output: string) => ({
    class_name: 'Functional',
    config: { layers, input_layers: [['in', 0, 0]], output_layers: [[output, 0, 0]] },
  });
  const input = layer('InputLayer', 'in', { batch_input_shape: [null, 2] });
  const kernel: TfjsWeight = { name: 'model/d/kernel:0', shape: [2, 2], values: [1, 2, 3, 4] };

  test('with a residual sum, a maximum and a concatenation, whatever the order of its layers', async () => {
    const layers = [
      layer('Concatenate', 'cat', { axis: -1 }, 'sum', 'max'),
      layer('Add', 'sum', {}, 'in', 'd'),
      layer('Maximum', 'max', {}, 'in', 'd'),
      layer('Dense', 'd', { units: 2, use_bias: false }, 'in'),
      input,
    ];
    const network = await loadNetwork(write(model(layers, 'cat'), [kernel]));
    // d = (1 − 9, 2 − 12).
    expect(Array.from(evaluate(network, [1, -3]))).toEqual([-7, -13, 1, -3]);
  });

  test('in the form of Keras 3, with a layer used twice', async () => {
    const tensor = (name: string, node = 0) => ({
      class_name: '__keras_tensor__',
      config: { shape: [null, 2], keras_history: [name, node, 0] },
    });
    const layers = [
      { ...input, config: { name: 'in', batch_shape: [null, 2] } },
      {
        class_name: 'Dense',
        config: { name: 'd', units: 2, use_bias: false },
        inbound_nodes: [
          { args: [tensor('in')], kwargs: {} },
          { args: [tensor('d')], kwargs: {} },
        ],
      },
      {
        class_name: 'Subtract',
        config: { name: 's' },
        inbound_nodes: [{ args: [[tensor('d', 1), tensor('d', 0)]], kwargs: {} }],
      },
    ];
    const topology = {
      class_name: 'Functional',
      config: { layers, input_layers: ['in', 0, 0], output_layers: ['s', 0, 0] },
    };
    const network = await loadNetwork(write(topology, [kernel]));
    // d(1, 0) = (1, 2), d of that = (7, 10).
    expect(Array.from(evaluate(network, [1, 0]))).toEqual([6, 8]);
  });

  test('with a cycle, a missing layer or an unreachable input is refused', async () => {
    const circle = [input, layer('Add', 'a', {}, 'in', 'b'), layer('ReLU', 'b', {}, 'a')];
    expect((await refusal(write(model(circle, 'b')))).code).toBe('inconsistent');
    expect(
      (await refusal(write(model([input, layer('Add', 'a', {}, 'in', 'gone')], 'a')))).code,
    ).toBe('missing');
    expect((await refusal(write(model([input, layer('Dense', 'd', {})], 'd')))).code).toBe(
      'inconsistent',
    );
    expect((await refusal(write(model([input, input], 'in')))).code).toBe('duplicate');
  });
});

describe('what is refused', () => {
  const dense = { class_name: 'Dense', config: { units: 1 } };
  const weights = [weight('layer0/kernel', 2, 1), weight('layer0/bias', 1)];

  test.each<[string, TfjsLayer[], string, string]>([
    [
      'an activation that is smooth',
      [{ class_name: 'Dense', config: { units: 1, activation: 'tanh' } }],
      'unsupported',
      'tanh',
    ],
    [
      'a softmax inside',
      [
        { class_name: 'Softmax', config: {} },
        { class_name: 'ReLU', config: {} },
      ],
      'unsupported',
      'inside the network',
    ],
    [
      'a recurrent layer',
      [
        { class_name: 'LSTM', config: {} },
        { class_name: 'GRU', config: {} },
      ],
      'unsupported',
      'GRU',
    ],
    ['a jump', [{ class_name: 'ReLU', config: { threshold: 1 } }], 'unsupported', 'jumps'],
    [
      'a kernel of the wrong shape',
      [{ class_name: 'Dense', config: { units: 7 } }],
      'shape_mismatch',
      '[2, 7]',
    ],
    ['a missing weight', [{ class_name: 'PReLU', config: {} }], 'missing', 'alpha'],
    [
      'a setting of the wrong type',
      [{ class_name: 'Dense', config: { units: 'many' } }],
      'not_a_number',
      'units',
    ],
    [
      'a softmax along another axis',
      [{ class_name: 'Softmax', config: { axis: 0 } }],
      'unsupported',
      'axis 0',
    ],
    [
      'an image made flat with its channels first',
      [
        { class_name: 'Reshape', config: { target_shape: [1, 2] } },
        { class_name: 'Flatten', config: { data_format: 'channels_first' } },
      ],
      'unsupported',
      'channels first',
    ],
    [
      'an image layer on a vector',
      [{ class_name: 'MaxPooling2D', config: {} }],
      'shape_mismatch',
      'axes',
    ],
    [
      'a reshape that does not fit',
      [{ class_name: 'Reshape', config: { target_shape: [3, -1] } }],
      'shape_mismatch',
      '[3, -1]',
    ],
  ])('%s', async (_, layers, code, words) => {
    if (code === 'not_a_number') expect(layers.every((layer) => isLayer(layer))).toBe(false);
    const error = await refusal(write(sequential([2], layers), weights));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  test('weights that are missing, short, long, infinite, foreign or outside the folder', async () => {
    const paths = () => write(sequential([2], [dense]), weights);
    const shard = (path: string) => path.replace('model.json', 'group1-shard1.bin');
    const edited = (from: string | RegExp, to: string) => {
      const path = paths();
      writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
      return path;
    };
    const gone = paths();
    unlinkSync(shard(gone));
    expect((await refusal(gone)).code).toBe('not_found');
    const short = paths();
    writeFileSync(shard(short), Buffer.alloc(3));
    expect((await refusal(short)).code).toBe('truncated');
    const long = paths();
    writeFileSync(shard(long), Buffer.alloc(300));
    expect((await refusal(long)).code).toBe('too_large');
    const infinite = [{ ...weights[0], values: [1, Infinity] }, weights[1]];
    expect((await refusal(write(sequential([2], [dense]), infinite))).code).toBe('not_finite');
    expect((await refusal(edited('"shape":[2,1]', '"shape":[100000,100000]'))).code).toBe(
      'too_large',
    );
    expect((await refusal(edited('"shape":[2,1]', '"shape":[-2,1]'))).code).toBe('out_of_range');
    expect((await refusal(edited('"dtype":"float32"', '"dtype":"string"'))).code).toBe(
      'out_of_range',
    );
    expect((await refusal(edited('group1-shard1.bin', '../group1-shard1.bin'))).code).toBe(
      'out_of_range',
    );
    expect((await refusal(edited('layer0/bias', 'layer0/kernel'))).code).toBe('duplicate');
    expect((await refusal(edited('[null,2]', '[null,null]'))).code).toBe('missing');
    expect((await refusal(edited('"layers-model"', '"graph-model"'))).code).toBe('unsupported');
    expect((await refusal(edited('"Sequential"', '"Other"'))).code).toBe('unknown_value');
  });
});
