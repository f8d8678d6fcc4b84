import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputError } from '../../src/errors/inputError.js';
import { evaluate } from '../../src/network/evaluate.js';
import { loadNetwork } from '../../src/readers/loadNetwork.js';
import { RUNS, SEED } from '../runs.js';
import { cpuTime } from '../support/readers/cpuTime.js';
import { encodeOnnx, float32, int64 } from '../support/readers/encodeOnnx.js';
import { sequential, writeTfjs } from '../support/readers/writeTfjs.js';
import { temporaryFolder } from '../temporaryFolder.js';

const folder = temporaryFolder('mutated');
const runs = 3 * RUNS;

const convolutional = encodeOnnx({
  inputs: { x: ['N', 2, 6, 6] },
  initializers: {
    w: float32(
      [3, 2, 3, 3],
      Array.from({ length: 54 }, (_, k) => k / 50 - 0.5),
    ),
    s: float32([3], [1, 2, 3]),
    v: float32([3], [1, 0.5, 0.25]),
    shape: int64([0, -1]),
    pads: int64([0, 0, 1, 0, 0, 0, 0, 1]),
    axes: int64([1]),
    h: float32(
      [12, 2],
      Array.from({ length: 24 }, (_, k) => k / 20 - 0.6),
    ),
  },
  opset: 18,
  nodes: [
    { op: 'Pad', in: ['x', 'pads'], out: ['p'] },
    {
      op: 'Conv',
      in: ['p', 'w'],
      out: ['c'],
      attributes: {
        pads: { ints: [1, 1, 1, 1] },
        strides: { ints: [2, 2] },
        dilations: { ints: [1, 1] },
        group: { int: 1 },
        kernel_shape: { ints: [3, 3] },
      },
    },
    { op: 'BatchNormalization', in: ['c', 's', 's', 's', 'v'], out: ['n'] },
    { op: 'LeakyRelu', in: ['n'], out: ['r'], attributes: { alpha: { float: 0.1 } } },
    {
      op: 'MaxPool',
      in: ['r'],
      out: ['m'],
      attributes: {
        kernel_shape: { ints: [2, 2] },
        strides: { ints: [2, 2] },
        ceil_mode: { int: 1 },
      },
    },
    { op: 'Transpose', in: ['m'], out: ['t'], attributes: { perm: { ints: [0, 2, 3, 1] } } },
    { op: 'Concat', in: ['t', 't'], out: ['cc'], attributes: { axis: { int: 3 } } },
    {
      op: 'Split',
      in: ['cc'],
      out: ['a', 'b'],
      attributes: { axis: { int: -1 }, num_outputs: { int: 2 } },
    },
    { op: 'Max', in: ['a', 'b'], out: ['mm'] },
    { op: 'Reshape', in: ['mm', 'shape'], out: ['f'] },
    { op: 'Gemm', in: ['f', 'h'], out: ['g'], attributes: { alpha: { float: 0.5 } } },
    { op: 'Softmax', in: ['g'], out: ['y'] },
  ],
});
const dense = encodeOnnx({
  inputs: { x: [1, 3] },
  initializers: { w: float32([3, 2], [1, 2, 3, 4, 5, 6]), b: float32([2], [1, 2]) },
  nodes: [
    { op: 'MatMul', in: ['x', 'w'], out: ['h'] },
    { op: 'Add', in: ['h', 'b'], out: ['y'] },
  ],
});
const nnet =
  '2,2,1,2,\n2,2,1,\n0,\n-10,-10,\n10,10,\n1,2,0.5,\n2,4,3,\n1,-1,\n0.5,2,\n0.25,\n-1,\n2,1,\n-3,\n';
const json = JSON.stringify({
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers: [
    {
      type: 'dense',
      weights: [
        [1, -1],
        [0.5, 2],
      ],
      bias: [0, 1],
    },
    { type: 'residual', layers: [{ type: 'leaky-relu', slope: 0.1 }] },
  ],
});
const layersModel = sequential(
  [4, 4, 1],
  [
    {
      class_name: 'Conv2D',
      config: { filters: 2, kernel_size: [2, 2], padding: 'same', activation: 'relu' },
    },
    { class_name: 'MaxPooling2D', config: { pool_size: [2, 2], strides: null } },
    { class_name: 'Flatten', config: {} },
    { class_name: 'Dense', config: { units: 2, activation: 'softmax' } },
  ],
);
const tfjsPath = writeTfjs(join(folder, 'tfjs'), layersModel, [
  { name: 'layer0/kernel', shape: [2, 2, 1, 2], values: [1, 2, 3, 4, 5, 6, 7, 8] },
  { name: 'layer0/bias', shape: [2], values: [1, 2] },
  { name: 'layer3/kernel', shape: [8, 2], values: Array.from({ length: 16 }, (_, k) => k) },
  { name: 'layer3/bias', shape: [2], values: [1, 2] },
]);
const tfjs = readFileSync(tfjsPath);

const encoder = new TextEncoder();
const FILES: readonly [string, Uint8Array, string][] = [
  ['a convolutional ONNX model', convolutional, 'a.onnx'],
  ['a dense ONNX model', dense, 'b.onnx'],
  ['an nnet file', encoder.encode(nnet), 'c.nnet'],
  ['a farfield file', encoder.encode(json), 'd.json'],
  ['a TensorFlow.js model', tfjs, 'tfjs/model.json'],
];

/** One thing that happens to a file; positions are fractions of its length. */
type Mutation =
  | { readonly kind: 'set'; readonly at: number; readonly byte: number }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number }
  | { readonly kind: 'remove'; readonly at: number; readonly length: number }
  | { readonly kind: 'digit'; readonly at: number; readonly digit: number }
  | { readonly kind: 'digits'; readonly at: number; readonly digits: string };

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      at: place,
      byte: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.integer({ min: 0, max: 255 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('flip' as const),
      at: place,
      bit: fc.integer({ min: 0, max: 7 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), at: place }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('repeat' as const),
      at: place,
      length: fc.integer({ min: 1, max: 40 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('remove' as const),
      at: place,
      length: fc.integer({ min: 1, max: 40 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('digits' as const),
      at: place,
      digits: fc.constantFrom('9', '000000', '-', '1e999', 'null', '[', '{'),
    }),
  },
);

/** Changes that leave a text file well-formed more often than not. */
const digitMutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constant('digit' as const),
  at: place,
  digit: fc.integer({ min: 0, max: 9 }),
});
const mutations = fc.oneof(
  { weight: 4, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 6 }) },
  { weight: 1, arbitrary: fc.array(digitMutation, { minLength: 1, maxLength: 3 }) },
);

function mutated(bytes: Uint8Array, steps: readonly Mutation[]): Uint8Array {
  let current = Buffer.from(bytes);
  for (const step of steps) {
    const at = Math.floor(step.at * current.length);
    const [before, after] = [current.subarray(0, at), current.subarray(at)];
    if (step.kind === 'set' && after.length > 0) current[at] = step.byte;
    if (step.kind === 'flip' && after.length > 0) current[at] ^= 1 << step.bit;
    if (step.kind === 'digit') {
      const found = current.findIndex((byte, k) => k >= at && byte >= 0x30 && byte <= 0x39);
      if (found >= 0) current[found] = 0x30 + step.digit;
    }
    if (step.kind === 'cut') current = Buffer.from(before);
    if (step.kind === 'repeat')
      current = Buffer.concat([before, after.subarray(0, step.length), after]);
    if (step.kind === 'remove') current = Buffer.concat([before, after.subarray(step.length)]);
    if (step.kind === 'digits') current = Buffer.concat([before, Buffer.from(step.digits), after]);
  }
  return current;
}

test.each(FILES)(
  'a mutated copy of %s is read or refused, quickly and in bounded memory',
  async (_, bytes, name) => {
    const path = join(folder, name);
    let [read, refused, slowest] = [0, 0, 0];
    const before = process.memoryUsage().rss;
    await fc.assert(
      fc.asyncProperty(mutations, async (steps) => {
        writeFileSync(path, mutated(bytes, steps));
        const started = cpuTime();
        try {
          const network = await loadNetwork(path);
          // What is read is a network that can be evaluated, not a half-built one.
          expect(evaluate(network, new Float64Array(network.inputSize)).length).toBe(
            network.outputSize,
          );
          read++;
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          expect(error.message).toContain(name);
          refused++;
        }
        slowest = Math.max(slowest, cpuTime() - started);
      }),
      { numRuns: runs, seed: SEED },
    );
    // Both happen: the mutations are neither all fatal nor all without effect.
    expect(read).toBeGreaterThan(runs / 100);
    expect(refused).toBeGreaterThan(runs / 100);
    expect(slowest).toBeLessThan(2000);
    expect(process.memoryUsage().rss - before).toBeLessThan(2e9);
  },
);
