import { describe, expect, test } from 'vitest';
import { Real } from '../exact/real.js';
import { evaluate } from '../network/evaluate.js';
import { GraphBuilder } from '../network/graphBuilder.js';
import type { Network } from '../network/network.js';
import { type Layer, readNetwork, type SmoothLayer } from '../network/networkFile.js';
import { addNormalization } from '../network/normalization.js';
import { GELU } from '../network/smoothFunctions.js';
import { type Ceiling, confidenceCeiling } from './confidenceCeiling.js';

const UNITS = 4;
const GAIN = [1.5, -0.5, 2, 0.25];
const SHIFT = [0.25, 1, -0.75, 0.5];
const HEAD = [
  [1, -2, 0.5, 0],
  [0.25, 1, -1, 3],
  [-1, 0.5, 0.75, -0.5],
];
const BIAS = [0.5, -0.25, 0];

function network(layers: readonly (Layer | SmoothLayer)[]): Network {
  return readNetwork({ format: 'farfield-network', version: 1, inputs: UNITS, layers });
}

const head = { type: 'dense', weights: HEAD, bias: BIAS } as const;
const normLayer = { type: 'layer-norm', scale: GAIN, shift: SHIFT, epsilon: 1e-5 } as const;

/** The bounds of the claim `layer-norm-ceiling`, from its words. */
function claimed(c: number, k: number, form: 'layer-norm' | 'rms-norm' | 'relu'): number {
  const d = HEAD[c].map((weight, i) => weight - HEAD[k][i]);
  const used = form === 'relu' ? d.map((x) => Math.max(x, 0)) : d;
  const shifts = form === 'relu' ? SHIFT.map((x) => Math.max(x, 0)) : SHIFT;
  const scaled = used.map((x, i) => x * GAIN[i]);
  const mean = form === 'layer-norm' ? scaled.reduce((a, b) => a + b) / UNITS : 0;
  const length = Math.hypot(...scaled.map((x) => x - mean));
  const shift = form === 'rms-norm' ? 0 : used.reduce((sum, x, i) => sum + x * shifts[i], 0);
  return Math.sqrt(UNITS) * length + shift + BIAS[c] - BIAS[k];
}

function ceilingOf(of: Network): Ceiling {
  const found = confidenceCeiling(of);
  if (found.kind !== 'ceiling') throw new Error(`none: ${found.reason}`);
  return found;
}

const MODELS = {
  'layer-norm': network([normLayer, head]),
  'rms-norm': network([{ type: 'rms-norm', scale: GAIN, epsilon: 1e-5 }, head]),
  relu: network([normLayer, { type: 'relu' }, head]),
} as const;
const forms = ['layer-norm', 'rms-norm', 'relu'] as const;

/** Inputs of all sizes, deterministic. */
function* inputs(count: number): Generator<number[]> {
  let state = 1;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let n = 0; n < count; n++) {
    const size = 10 ** (next() * 12 - 4);
    yield Array.from({ length: UNITS }, () => (2 * next() - 1) * size);
  }
}

describe('a ceiling by a final norm', () => {
  test.each(forms)('is that of the claim: %s', (form) => {
    const { leads } = ceilingOf(MODELS[form]);
    for (const [c, k] of [0, 1, 2].flatMap((c) => [0, 1, 2].map((k) => [c, k]))) {
      if (c === k) continue;
      // Of few units after ReLU the box is sharper than the norm.
      expect(leads![c][k]).toBeLessThan(claimed(c, k, form) + 1e-10);
      if (form !== 'relu') {
        expect(leads![c][k]).toBeGreaterThanOrEqual(claimed(c, k, form) * (1 - 2 ** -50));
      }
    }
  });

  test('of many units after ReLU is that of the claim', () => {
    const units = 32;
    const row = (sign: number) => Array.from({ length: units }, (_, i) => (i % 2 ? sign : -sign));
    const wide = readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs: units,
      layers: [
        { type: 'layer-norm' },
        { type: 'relu' },
        { type: 'dense', weights: [row(1), row(-1)], bias: [0, 0.5] },
      ],
    });
    // d = ±2, half of it positive.
    const bound = Math.sqrt(units) * Math.sqrt((units / 2) * 4);
    expect(ceilingOf(wide).leads![0][1]).toBeCloseTo(bound - 0.5, 10);
  });

  test.each(forms)('is kept by every input: %s', (form) => {
    const { leads, ceilings } = ceilingOf(MODELS[form]);
    for (const x of inputs(2000)) {
      const z = evaluate(MODELS[form], x);
      const total = (c: number) => z.reduce((sum, other) => sum + Math.exp(other - z[c]), 0);
      for (let c = 0; c < 3; c++) {
        expect(1 / total(c)).toBeLessThanOrEqual(ceilings[c] + 1e-12);
        for (let k = 0; k < 3; k++) {
          expect(z[c] - z[k]).toBeLessThanOrEqual(leads![c][k] + 1e-9);
        }
      }
    }
  });

  test('is met in the worst direction, but for ε', () => {
    const { leads } = ceilingOf(MODELS['layer-norm']);
    const scaled = HEAD[0].map((weight, i) => (weight - HEAD[1][i]) * GAIN[i]);
    const z = evaluate(
      MODELS['layer-norm'],
      scaled.map((x) => x * 1e6),
    );
    expect(z[0] - z[1]).toBeCloseTo(leads![0][1], 8);
  });

  test('does not ask what comes before the norm, nor what is selected after it', () => {
    const grown = network([
      {
        type: 'residual',
        layers: [
          { type: 'dense', weights: HEAD.concat([[1, 1, 1, 1]]), bias: [1, 2, 3, 4] },
          { type: 'relu' },
        ],
      },
      normLayer,
      head,
    ]);
    expect(ceilingOf(grown).leads).toEqual(ceilingOf(MODELS['layer-norm']).leads);
  });

  test('holds for a norm followed by GELU', () => {
    const smooth = network([normLayer, { type: 'gelu' }, head]);
    const { leads, causes } = ceilingOf(smooth);
    expect(causes).toContain('normalisation');
    for (const x of inputs(500)) {
      const z = evaluate(smooth, x);
      expect(z[0] - z[1]).toBeLessThanOrEqual(leads![0][1] + 1e-9);
    }
  });
});

describe('a ceiling by bounded units', () => {
  test('is that of their box', () => {
    const { leads, ceiling, doubt } = ceilingOf(network([{ type: 'tanh' }, head]));
    const box = (c: number, k: number) =>
      HEAD[c].reduce((sum, w, i) => sum + Math.abs(w - HEAD[k][i]), 0) + BIAS[c] - BIAS[k];
    expect(leads![0][1]).toBeCloseTo(box(0, 1), 12);
    expect(leads![2][0]).toBeCloseTo(box(2, 0), 12);
    expect(ceiling).toBeLessThan(1);
    expect(ceiling + doubt).toBeCloseTo(1, 14);
  });

  test('counts what lacks to 1 where float64 does not tell', () => {
    const steep = network([
      { type: 'sigmoid' },
      { type: 'dense', weights: HEAD.map((row) => row.map((w) => w * 60)), bias: BIAS },
    ]);
    const { ceiling, doubt } = ceilingOf(steep);
    expect(ceiling).toBe(1);
    expect(doubt).toBeGreaterThan(0);
  });
});

describe('no ceiling', () => {
  test('where logits grow, and it is said where from', () => {
    expect(confidenceCeiling(network([{ type: 'relu' }, head]))).toEqual({
      kind: 'no-ceiling',
      reason: 'unbounded',
      class: 0,
      at: 'layers[0]',
    });
  });

  test('where something passes the norm by', () => {
    const builder = new GraphBuilder(UNITS);
    const settings = { epsilon: Real.of(1e-5), centred: true };
    const both = builder.sum([0, addNormalization(builder, 0, settings, 'norm')], 'sum');
    const bypass = builder.build(
      builder.dense(Float64Array.from(HEAD.flat()), Float64Array.from(BIAS), both, 'head'),
    );
    expect(confidenceCeiling(bypass)).toMatchObject({ reason: 'unbounded', at: 'input' });
  });

  test('where the divisor is not a norm of what it divides', () => {
    // x divided by the norm of GELU(x), which may be far smaller than x.
    const builder = new GraphBuilder(UNITS);
    const settings = { epsilon: Real.of(1e-5), centred: false };
    const normal = addNormalization(builder, builder.activation(GELU, 0, 'gelu'), settings, 'norm');
    const nodes = [...builder.build(normal).nodes];
    const last = nodes[nodes.length - 1];
    nodes[nodes.length - 1] = { ...last, inputs: [0, last.inputs[1]] };
    const odd = { ...builder.build(normal), nodes };
    expect(confidenceCeiling(odd)).toMatchObject({ reason: 'unbounded' });
  });

  test('of a network of one output', () => {
    const one = network([{ type: 'dense', weights: [[1, 1, 1, 1]], bias: [0] }]);
    expect(confidenceCeiling(one)).toMatchObject({ reason: 'one-output' });
  });
});
