import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.js';
import { networkFileOf } from './layersOf.js';
import { readNetwork } from './networkFile.js';

const file = (...layers: object[]) => ({
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers,
});
const dense = (...weights: number[][]) => ({
  type: 'dense',
  weights,
  bias: weights.map((_, i) => i / 4),
});

describe('a network as a file of layers', () => {
  it.each([
    ['relu', [dense([1, 0], [0, -2]), { type: 'relu' }, dense([1, 1], [0.1, 0])]],
    ['leaky-relu', [{ type: 'leaky-relu', slope: 0.01 }, dense([1, 1], [0.1, 0])]],
    ['clip', [dense([1, 0], [0, -2]), { type: 'clip', lower: 0, upper: 6 }]],
    ['maximum', [{ type: 'maximum', groups: [[0, 1], [1]] }, dense([1, 0], [0, 1])]],
    ['gelu, two forms', [{ type: 'gelu' }, { type: 'gelu', approximate: 'tanh' }]],
    ['silu and tanh', [{ type: 'silu' }, dense([1, 2], [3, 4]), { type: 'tanh' }]],
  ])('is the file that it was read from: %s', (_, layers) => {
    expect(networkFileOf(readNetwork(file(...layers)))).toEqual(file(...layers));
  });

  it('computes the same', () => {
    const network = readNetwork(
      file(dense([1, 0.5], [0, -2]), { type: 'relu' }, dense([1, 1], [0.1, 0])),
    );
    const again = readNetwork(networkFileOf(network));
    for (const x of [
      [1, 2],
      [-3, 0.25],
      [1e6, -1e6],
    ]) {
      expect(evaluate(again, x)).toEqual(evaluate(network, x));
    }
  });

  it.each([
    ['a value that is read twice', { type: 'residual', layers: [{ type: 'relu' }] }],
    ['a norm', { type: 'layer-norm' }],
  ])('is none with %s', (_, layer) => {
    expect(networkFileOf(readNetwork(file(layer, dense([1, 0], [0, 1]))))).toBe(null);
  });
});
