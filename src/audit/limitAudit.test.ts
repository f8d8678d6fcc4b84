import { describe, expect, it } from 'vitest';
import {
  contradictions,
  hasLimitCases,
  type LimitCase,
  limitCasesFolder,
  readLimitCases,
} from '../../properties/limitCases.js';
import { dense, networkFile } from '../../properties/smallNetworks.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { Rational } from '../exact/rational.js';
import type { Network } from '../network/network.js';
import { readNetwork } from '../network/networkFile.js';
import { Numbers } from '../network/numbers.js';
import { AffineOperation } from '../network/operations/affine.js';
import { type AuditOptions, audit } from './audit.js';
import type { AuditRay } from './auditRay.js';
import type { DirectionFinding } from './directionFinding.js';
import { parsePolicies } from './policy.js';
import { renderSarif } from './renderSarif.js';

/** z = gelu(x), logits (z₀, z₁, 0): each feature's growth ends in a class of its own. */
const geluNetwork = networkOf({ type: 'gelu' }, [
  [1, 0],
  [0, 1],
  [0, 0],
]);
/** Logits (6·tanh x₀, 0): bounded, and 99.75 % certain far out. */
const tanhNetwork = networkOf({ type: 'tanh' }, [
  [6, 0],
  [0, 0],
]);

const data = {
  name: 'test',
  features: ['height', 'width'],
  x: {
    rows: 40,
    columns: 2,
    values: Float64Array.from({ length: 80 }, (_, i) =>
      i % 2 === 0 ? ((i / 2) % 8) / 4 - 1 : ((i >> 1) % 5) / 2 - 1,
    ),
  },
  labels: null,
  notes: [],
};

describe('audit of a network with smooth activations', () => {
  it('settles regimes and classes for every input', async () => {
    const { audit: found } = await run(geluNetwork, {});
    expect(found.directions.map(({ label, regime, top }) => [label, regime, top])).toEqual([
      ['x_0 +', 'saturating', [0]],
      ['x_0 −', 'flat', [0, 1, 2]],
      ['x_1 +', 'saturating', [1]],
      ['x_1 −', 'flat', [0, 1, 2]],
    ]);
    expect(found.directions.every(({ fromEveryInput }) => fromEveryInput)).toBe(true);
    expect(found.ends).toEqual({ from: 'every input', rows: 1, certifiedRows: 1 });
    // From 0 the other feature rests at gelu(0) = 0: the three classes share.
    const { lower, upper } = found.directions[1].limit!;
    for (const c of [0, 1, 2]) {
      expect(lower[c]).toBeLessThanOrEqual(1 / 3);
      expect(upper[c]).toBeGreaterThanOrEqual(1 / 3);
      expect(upper[c] - lower[c]).toBeLessThan(1e-12);
    }
    expect(found.directions[0].limit).toEqual({ lower: [1, 0, 0], upper: [1, 0, 0] });
  });

  it('certifies danger scales that plain evaluation confirms', async () => {
    const { audit: found } = await run(geluNetwork, {});
    const [first] = found.directions[0].scales;
    // p_0 = e^gelu(t)/(e^gelu(t) + 2) is 0.99 where gelu(t) = ln 198, a little beyond ln 198.
    expect(first.median).toBeGreaterThanOrEqual(Math.log(198));
    expect(first.median).toBeLessThan(1.01 * Math.log(198));
    const { seen } = found.directions[0];
    expect(seen!.scale).toBeGreaterThan(Math.log(198));
    expect(seen!.scale).toBeLessThan(Math.log(198) * (1 + found.followed!.precision) * 1.001);
  });

  it('sees that MSP and EBO are blind and CEA is not, as behind rectifiers', async () => {
    const detectors = ['msp', 'ebo', 'mds', 'cea-msp'];
    const { audit: found, curves } = await run(geluNetwork, { data, detectors });
    expect(found.directions[0].detectors).toMatchObject([
      { id: 'msp', blind: true, flagScale: Infinity, limitAuroc: 0 },
      { id: 'ebo', blind: true, behaviour: 'diverges-down' },
      { id: 'mds', blind: false, behaviour: 'diverges-up' },
      { id: 'cea-msp', blind: false, limitAuroc: 1 },
    ]);
    expect(found.detectors.map(({ blind, undecided }) => [blind, undecided])).toEqual([
      [2, 0],
      [2, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(curves[0]!.confidence.at(-1)).toBe(1);
    expect(curves[1]).toBeNull();
    expect(found.boundedFeatures).toBe(false);
  });

  it('answers for a network of one output with its slopes', async () => {
    const { audit: found } = await run(networkOf({ type: 'gelu' }, [[-2, 0]]), {});
    expect(found.directions.map(({ regime, slopes }) => [regime, slopes[0]])).toEqual([
      [null, -2],
      [null, 0],
      [null, 0],
      [null, 0],
    ]);
  });
});

describe('audit of a network of bounded units', () => {
  it('ends in no certainty, and counts what is 99 % certain for ever', async () => {
    const { audit: found } = await run(tanhNetwork, { data, detectors: ['msp', 'cea-msp'] });
    const [up, down] = found.directions;
    expect([up.regime, up.certainOf, down.certainOf]).toEqual(['flat', 0, 1]);
    expect(found.summary).toMatchObject({ saturating: 0, flat: 4, certain: 2 });
    const sentences = found.summary.sentences.join(' ');
    expect(sentences).toContain('0 of 4 feature directions end in certainty');
    expect(sentences).toContain('2 directions more end at least 99 % certain');
    expect(sentences).toContain('CEA: it cannot diverge');
    // σ(6) = 0.99753 and no input whatsoever gets there.
    expect(sentences).toContain('more than 99.76 % certain');
    expect(found.ceiling.confidence).toBeGreaterThanOrEqual(1 / (1 + Math.exp(-6)));
    expect(found.ceiling.confidence).toBeLessThan(1 / (1 + Math.exp(-6)) + 1e-12);
    expect(found.boundedFeatures).toBe(true);
    const [first, second] = up.scales;
    expect(first.median).toBeGreaterThan(0);
    expect(second.median).toBe(Infinity);
    expect(up.detectors[1].behaviour).toBe('converges');
  });
});

describe('policies of what is not known', () => {
  /** A direction that is not decided, and one that ends in certainty from an unknown scale. */
  const unknown = {
    index: 0,
    label: 'a +',
    regime: 'unknown',
    top: [0, 1],
    certainOf: null,
    scales: [],
    seen: null,
    detectors: [],
  };
  const certain = {
    ...unknown,
    index: 1,
    regime: 'saturating',
    top: [0],
    certainOf: 0,
    scales: [{ certainty: 0.99, median: null, min: null, max: null, bound: null, distance: null }],
  };

  it.each([
    ['danger-scale<10', [0, 1]],
    ['danger-distance<3', [0, 1]],
    ['danger-bound<10', [0, 1]],
    ['seen-scale<10', [0, 1]],
    ['saturating>0', [0, 1]],
    ['tied>0', [0]],
    ['flat>=1', [0]],
    ['blind:msp', [0]],
    ['danger-scale>10', null],
    ['saturating<1', null],
  ])('%s counts it as violated where it asks for assurance', async (text, at) => {
    const { checkPolicies } = await import('./policy.js');
    const directions = [unknown, certain] as unknown as DirectionFinding[];
    const violations = checkPolicies(parsePolicies(text), directions, []);
    expect(violations[0]?.directions ?? null).toEqual(at);
  });

  it('a decided direction violates none of them', async () => {
    const { checkPolicies } = await import('./policy.js');
    const flat = { ...unknown, regime: 'flat' } as unknown as DirectionFinding;
    const policies = parsePolicies('danger-scale<10,seen-scale<10,saturating>0,tied>0,blind:msp');
    expect(checkPolicies(policies, [flat], [])).toEqual([]);
  });
});

describe('SARIF of limits', () => {
  it('tells what ends certain from what does not, without a class that is none', async () => {
    const policies = parsePolicies('flat>0,saturating>0');
    const { audit: found } = await run(tanhNetwork, { data, detectors: ['msp'], policies });
    const log = JSON.parse(renderSarif(found, 'model.onnx'));
    const texts = log.runs[0].results.map(
      ({ message }: { message: { text: string } }) => message.text,
    );
    const all = texts.join('\n');
    expect(all).not.toMatch(/class null|undefined|NaN/);
    // All four are flat; two of them end 99 % certain.
    expect(all).toContain('1 direction ends in certainty of class 0: height +');
    expect(all).toContain('2 directions end without certainty (flat): width +, width −');
  });
});

describe('wrong input', () => {
  it('refuses policies that could not be checked', async () => {
    const policies = parsePolicies('danger-distance<3');
    await expect(run(geluNetwork, { policies })).rejects.toThrow('needs standard deviations');
  });
  it('refuses policies of a network of one output', async () => {
    const policies = parsePolicies('saturating>0');
    const single = networkOf({ type: 'gelu' }, [[1, 0]]);
    await expect(run(single, { policies })).rejects.toThrow('one output has no regime');
  });
  it('refuses a detector that needs input gradients, in its own words', async () => {
    const softmax = networkOf({ type: 'layer-norm', scale: [1, 1], shift: [0, 0], epsilon: 1e-5 }, [
      [1, 0],
      [0, 1],
    ]);
    await expect(run(softmax, { data, detectors: ['odin'] })).rejects.toThrow(
      'is not piecewise affine',
    );
  });
});

const corpus = testsNeeding(`networks in ${limitCasesFolder}`, hasLimitCases);
corpus.describe('audit of networks whose limits are known', () => {
  it.each([
    ['ft-transformer-d8-relu', 12],
    ['ft-transformer-13', 2],
    ['mlp-gelu-pruned', 12],
    ['mlp-gelu-wide', 3],
    ['mlp-ln-post', 12],
    ['mlp-elu', 12],
    ['swiglu-rms-final', 6],
    ['sk-gb-binary', 12],
    ['sk-voting-soft', 12],
    ['xgb-multi', 12],
  ])('%s', async (name, count) => {
    const { network, cases } = readLimitCases(`${name}.cases.json`);
    const some = cases.slice(0, count);
    const { audit: found } = await run(network, { rays: some.map(rayOf) });
    expect(found.directions).toHaveLength(some.length);
    found.directions.forEach((direction, k) => {
      expect(direction.regime, direction.label).not.toBe('unknown');
      expect(contradictionsOf(direction, some[k]), direction.label).toEqual([]);
    });
  });

  it('a network with a dropped bias is noticed', async () => {
    const { network, cases } = readLimitCases('mlp-ln-post.cases.json');
    const wrong = withoutLastBias(network);
    const some = cases.slice(0, 3);
    const { audit: found } = await run(wrong, { rays: some.map(rayOf) });
    const said = found.directions.flatMap((direction, k) => contradictionsOf(direction, some[k]));
    expect(said.length).toBeGreaterThan(0);
  });

  it('the audit of an FT-Transformer says that CEA is bounded, and how certain it can get', async () => {
    const { network, cases } = readLimitCases('ft-transformer-d8-relu.cases.json');
    const values = Float64Array.from({ length: 30 * 6 }, (_, i) => ((i * 37) % 41) / 10 - 2);
    const features = ['a', 'b', 'c', 'd', 'e', 'f'];
    const rows = { name: 'test', features, x: { rows: 30, columns: 6, values } };
    const { audit: found } = await run(network, {
      data: { ...rows, labels: null, notes: [] },
      detectors: ['msp', 'cea-msp'],
      rays: cases.map(rayOf),
    });
    const sentences = found.summary.sentences.join(' ');
    expect(sentences).toContain('No input whatsoever makes this network more than 99.88 % certain');
    expect(sentences).toContain('CEA: it cannot diverge here');
    expect(found.summary.certain).toBeGreaterThan(0);
    const ceas = found.directions.flatMap(({ detectors }) => detectors.slice(1));
    expect(ceas.every(({ behaviour }) => behaviour === 'converges')).toBe(true);
  });
});

function run(network: Network, options: AuditOptions) {
  return audit(network, { workers: 0, seed: 1, ...options });
}

/** x passed through an activation by itself, and a head. */
function networkOf(activation: object, head: number[][]): Network {
  const identity = [
    [1, 0],
    [0, 1],
  ];
  return readNetwork(networkFile(2, dense(identity), activation as never, dense(head)));
}

function rayOf({ origin, direction }: LimitCase, n: number): AuditRay {
  const entries = direction.map((value, index) => ({ index, value }));
  return {
    label: `ray ${n}`,
    feature: null,
    sign: 0,
    entries: entries.filter(({ value }) => value !== 0),
    origin: Float64Array.from(origin),
  };
}

function contradictionsOf({ regime, limit }: DirectionFinding, truth: LimitCase): string[] {
  const bounds = limit?.lower.map((lower, c) => ({
    lower: Rational.of(lower),
    upper: Rational.of(limit.upper[c]),
  }));
  return contradictions({ regime, limit: bounds ?? null }, truth);
}

/** The same network, its last bias 0: a fault that an audit has to show. */
function withoutLastBias(network: Network): Network {
  const { nodes, output } = network;
  const { operation } = nodes[output - 1];
  if (operation.kind !== 'affine') throw new Error('the network has no linear head');
  const { maps, size } = operation;
  const zero = new AffineOperation(maps, Numbers.zeros(size));
  return {
    ...network,
    nodes: nodes.map((n, k) => (k === output - 1 ? { ...n, operation: zero } : n)),
  };
}
