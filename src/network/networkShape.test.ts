import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { readNetwork } from './networkFile.js';
import { LAYER_FIELDS, networkSchema } from './networkShape.js';

const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(networkSchema());

const fileOf = (layer: unknown) => ({
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers: [layer],
});

function isRead(layer: unknown): boolean {
  try {
    readNetwork(fileOf(layer));
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

const third = { lower: '1/3', upper: 0.5 };

/** Of every type of layer, with all that it may say. */
const LAYERS: Readonly<Record<string, object>> = {
  dense: { weights: [[1, '1/3']], bias: [third] },
  'leaky-relu': { slope: '1/10' },
  clip: { lower: -1, upper: third },
  maximum: { groups: [[0, 1]] },
  residual: { layers: [{ type: 'relu' }] },
  'layer-norm': { scale: [1, 1], shift: [0, 0], epsilon: 1e-5 },
  'rms-norm': { scale: [1, 1], epsilon: 1e-5 },
  gelu: { approximate: 'tanh' },
  softplus: { beta: 2 },
  elu: { alpha: 1 },
  celu: { alpha: 2 },
};

describe.each(Object.keys(LAYER_FIELDS))('a layer of type %s', (type) => {
  const layer = { type, ...LAYERS[type] };

  it('is read, and is one by the schema', () => {
    expect(Object.keys(LAYERS[type] ?? {}).sort()).toEqual([...LAYER_FIELDS[type]].sort());
    expect([isRead(layer), valid(fileOf(layer))]).toEqual([true, true]);
  });

  it('is refused by both where a field is unknown, of another type, or lacking', () => {
    const wrong: unknown[] = [
      { ...layer, extra: 1 },
      { ...layer, type: `${type}s` },
      ...LAYER_FIELDS[type].flatMap((field) => [
        { ...layer, [field]: 'wide' },
        { ...layer, [field]: null },
      ]),
    ];
    for (const one of wrong) {
      expect([one, isRead(one), valid(fileOf(one))]).toEqual([one, false, false]);
    }
    // What may be left out of one may be left out of the other.
    for (const field of LAYER_FIELDS[type]) {
      const { [field]: _, ...without } = layer as Record<string, unknown>;
      expect([field, valid(fileOf(without))]).toEqual([field, isRead(without)]);
    }
  });
});
