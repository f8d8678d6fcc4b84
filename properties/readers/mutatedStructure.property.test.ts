import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputError } from '../../src/errors/inputError.js';
import { evaluate } from '../../src/network/evaluate.js';
import { loadNetwork } from '../../src/readers/loadNetwork.js';
import { RUNS, SEED } from '../runs.js';
import { cpuTime } from '../support/readers/cpuTime.js';
import { writeTfjs } from '../support/readers/writeTfjs.js';
import { temporaryFolder } from '../temporaryFolder.js';

const folder = temporaryFolder('structure');

const layer = (class_name: string, name: string, config: object, ...reads: string[]) => ({
  class_name,
  name,
  config: { name, ...config },
  inbound_nodes: reads.length === 0 ? [] : [reads.map((read) => [read, 0, 0, {}])],
});

/** One layer of nearly every kind, in a functional model. */
const topology = {
  class_name: 'Functional',
  config: {
    layers: [
      layer('InputLayer', 'in', { batch_input_shape: [null, 4, 4, 1] }),
      layer(
        'ZeroPadding2D',
        'pad',
        {
          padding: [
            [1, 0],
            [0, 1],
          ],
        },
        'in',
      ),
      layer(
        'Conv2D',
        'conv',
        {
          filters: 2,
          kernel_size: [2, 2],
          strides: [1, 1],
          padding: 'valid',
          dilation_rate: [1, 1],
          groups: 1,
          use_bias: true,
          activation: 'relu6',
        },
        'pad',
      ),
      layer(
        'BatchNormalization',
        'norm',
        { axis: [3], epsilon: 0.001, center: true, scale: true },
        'conv',
      ),
      layer('ReLU', 'relu', { max_value: 3, negative_slope: 0, threshold: 0 }, 'norm'),
      layer('MaxPooling2D', 'max', { pool_size: [2, 2], strides: [2, 2], padding: 'same' }, 'relu'),
      layer(
        'AveragePooling2D',
        'mean',
        { pool_size: [2, 2], strides: null, padding: 'same' },
        'relu',
      ),
      layer('Subtract', 'minus', {}, 'max', 'mean'),
      layer('Maximum', 'larger', {}, 'max', 'mean'),
      layer('Concatenate', 'cat', { axis: -1 }, 'minus', 'larger'),
      layer('Reshape', 'flat', { target_shape: [-1] }, 'cat'),
      layer('LeakyReLU', 'leaky', { alpha: 0.1 }, 'flat'),
      layer('Dense', 'out', { units: 2, use_bias: false, activation: 'softmax' }, 'leaky'),
    ],
    input_layers: [['in', 0, 0]],
    output_layers: [['out', 0, 0]],
  },
};
const ones = (name: string, ...shape: number[]) => ({
  name,
  shape,
  values: new Array<number>(shape.reduce((product, length) => product * length, 1)).fill(1),
});
const path = writeTfjs(folder, topology, [
  ones('conv/kernel', 2, 2, 1, 2),
  ones('conv/bias', 2),
  ...['gamma', 'beta', 'moving_mean', 'moving_variance'].map((kind) => ones(`norm/${kind}`, 2)),
  ones('out/kernel', 16, 2),
]);
const original = readFileSync(path, 'utf8');

const odd = fc.constantFrom<unknown>(
  null,
  -1,
  0,
  1,
  2,
  3,
  0.5,
  1e9,
  2 ** 53,
  1e300,
  '',
  'in',
  'same',
  true,
  [],
  {},
  [1, 2],
  [
    [1, 2],
    [3, 4],
  ],
  'constructor',
  '__proto__',
);
const change = fc.record({ at: fc.nat(), value: odd });

/** Replaces one value somewhere in parsed JSON. */
function replaced(json: unknown, { at, value }: { at: number; value: unknown }): unknown {
  const places: [Record<string, unknown>, string][] = [];
  const walk = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      walk((node as Record<string, unknown>)[key]);
    }
  };
  walk(json);
  const [node, key] = places[at % places.length];
  node[key] = structuredClone(value);
  return json;
}

test('the unchanged model is read', async () => {
  expect((await loadNetwork(path)).inputSize).toBe(16);
});

test('a model.json with values replaced by others is read or refused, quickly', async () => {
  let read = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const json = changes.reduce<unknown>(replaced, JSON.parse(original));
      writeFileSync(path, JSON.stringify(json));
      const started = cpuTime();
      try {
        const network = await loadNetwork(path);
        const logits = evaluate(network, new Float64Array(network.inputSize));
        expect(logits.length).toBe(network.outputSize);
        read++;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        expect(error.message).toContain('model.json');
        refused++;
      }
      expect(cpuTime() - started).toBeLessThan(2000);
    }),
    { numRuns: 4 * RUNS, seed: SEED },
  );
  expect(read).toBeGreaterThan(RUNS / 20);
  expect(refused).toBeGreaterThan(RUNS / 20);
});
