import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import type { CeilingFinding } from '../ceiling/ceilingFinding.js';
import { readNetwork } from '../network/networkFile.js';
import type { FtTransformerArchitecture } from '../training/architecture.js';
import { ContentCache } from './contentCache.js';
import type { EndsResult } from './endsCell.js';
import { endsCell } from './endsCell.js';
import { mildnessFinding, type NamedRow } from './endsFinding.js';
import { summariesOf } from './endsSummary.js';
import { endsTables } from './endsTable.js';
import { type RayEnd, rayEnd } from './rayEnd.js';
import { endsSpecs, MLP_SETTING, type Setting } from './scaleStudy.js';
import { limitClaims } from './theoryFindings.js';

const HIDDEN = { ...MLP_SETTING.architecture, hidden: [8, 6] } as typeof MLP_SETTING.architecture;
const TRANSFORMER: FtTransformerArchitecture = {
  kind: 'ft-transformer',
  blocks: 2,
  token: 8,
  heads: 2,
  attentionDropout: 0,
  feedForwardDropout: 0,
};

const SETTINGS: readonly Setting[] = [
  { ...MLP_SETTING, name: 'relu', architecture: HIDDEN },
  { ...MLP_SETTING, name: 'gelu', architecture: { ...HIDDEN, activation: 'gelu' } as never },
  { ...MLP_SETTING, name: 'layer-norm', architecture: { ...HIDDEN, norm: 'layer' } as never },
  { ...MLP_SETTING, name: 'transformer', architecture: TRANSFORMER },
];

describe('where feature directions of trained networks end', () => {
  const results: Record<string, EndsResult> = {};
  const cases = endsSpecs(
    {
      settings: SETTINGS,
      variants: ['paper'],
      detectors: ['msp', 'ebo', 'mds'],
      ceas: [{ name: 'cea', options: {} }],
    },
    {
      dataSets: ['docs/example/pump.csv#label'],
      seeds: [0],
      epochs: 2,
      rows: null,
      fullSize: false,
      variant: null,
    },
  );

  beforeAll(async () => {
    const cache = new ContentCache(temporaryFolder('ends'));
    for (const { setting, spec } of cases) results[setting.name] = await endsCell(spec, cache);
  });

  it('ReLU and GELU end in one class alone; norms and the Transformer do not', () => {
    const { ends, mostCertain, ceiling } = results.gelu;
    expect(ends['one-hot']).toBeGreaterThan(30);
    expect(ends['one-hot'] + ends.unknown).toBe(2 * results.gelu.rays);
    expect([mostCertain, ceiling.reason]).toEqual([1, 'unbounded']);
    expect(results.relu).toMatchObject({ limits: [], mostCertain: 1 });
    for (const name of ['layer-norm', 'transformer']) {
      const { ends: bounded, mostCertain: most, ceiling: bound } = results[name];
      expect(bounded['one-hot'] + bounded.unknown).toBe(0);
      expect(most).toBeLessThan(bound.confidence!);
      expect(bound.confidence!).toBeLessThan(1);
      expect(bound.causes).toContain('normalisation');
    }
  });

  it('the AUROC goes to the limit that is decided', () => {
    const bent = cases
      .map(({ setting, spec }) => ({ setting: setting.name, spec, result: results[setting.name] }))
      .filter(({ result }) => result.limits.length > 0);
    expect(bent.map(({ setting }) => setting)).toEqual(['gelu', 'layer-norm', 'transformer']);
    const claims = limitClaims(bent.map((one) => ({ ...one, room: 1 / one.result.testRows })));
    expect(claims.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds']);
    // On bounded features CEA diverges nowhere.
    const cea = (name: string) =>
      results[name].limits.find(({ detector }) => detector === 'cea:msp')!;
    expect(Object.keys(cea('layer-norm').behaviours)).toEqual(['converges']);
    expect(Object.keys(cea('transformer').behaviours)).toEqual(['converges']);
    expect(cea('gelu').behaviours['diverges-up']).toBeGreaterThan(0);
    // A limit that is off is noticed.
    const [, norm] = bent;
    const off = norm.result.limits.map((limit) => ({
      ...limit,
      predicted: limit.predicted! + (limit.predicted! > 0.5 ? -0.1 : 0.1),
    }));
    const wrong = { ...norm, result: { ...norm.result, limits: off } };
    expect(limitClaims([{ ...wrong, room: 1 / norm.result.testRows }])[0].verdict).toBe('refuted');
  });

  it('summaries count rays, and the table shows each network', () => {
    const summaries = summariesOf(
      cases.map(({ setting, spec }) => ({
        setting: setting.name,
        spec,
        result: results[setting.name],
      })),
    );
    expect(summaries.map(({ setting }) => setting)).toEqual(SETTINGS.map(({ name }) => name));
    for (const { shares } of summaries) {
      expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    }
    const [table] = endsTables(
      summaries.map((summary) => ({
        summary,
        scores: { MSP: { decided: 0.25, measured: null, printed: 61.8 } },
      })),
      () => 'scale 1000',
      () => 'Found.',
    );
    expect(table.rows).toHaveLength(4);
    expect(table.rows[0].slice(0, 2)).toEqual(['relu', '100 %']);
    expect(table.rows[3][3]).toMatch(/^\d+ %$/);
    expect(table.rows[3].at(-1)).toBe('25.0 / – / 61.8');
    expect(table.note).toMatch(/Found\.$/);
  });
});

it('rays end one-hot, at 99 % or more, below, or it is not known', () => {
  const network = (layers: unknown[]) =>
    readNetwork({ format: 'farfield-network', version: 1, inputs: 1, layers });
  const head = (weight: number) => ({ type: 'dense', weights: [[weight], [0]], bias: [0, 0] });
  const along = (layers: unknown[]) => rayEnd(network(layers), { origin: [0], direction: [1] });
  expect(along([{ type: 'gelu' }, head(1)])).toMatchObject({ end: 'one-hot', class: 0 });
  expect(along([{ type: 'tanh' }, head(5)])).toMatchObject({ end: 'above', class: null });
  const below = along([{ type: 'tanh' }, head(1)]);
  expect(below.end).toBe('below');
  expect(below.certainty.lower).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
});

describe('the finding in words', () => {
  const ceiling = (doubt: number | null): CeilingFinding => ({
    confidence: doubt === null ? null : 1 - doubt,
    doubt,
    classes: null,
    causes: [],
    reason: doubt === null ? 'unbounded' : null,
  });
  const row = (
    name: string,
    ends: Partial<Record<RayEnd, number>>,
    { doubt = null as number | null, msp = null as number | null, most = 1 } = {},
  ): NamedRow => {
    const shares = { 'one-hot': 0, above: 0, below: 0, unknown: 0, ...ends };
    return {
      name,
      summary: {
        dataSet: 'wine-color',
        setting: name,
        rays: 100,
        shares,
        certain: [shares['one-hot'] + shares.above],
        mostCertain: most,
        ceilings: [ceiling(doubt)],
      },
      scores: { MSP: { decided: msp, measured: null, printed: null } },
    };
  };
  const certain = row('A', { 'one-hot': 1 }, { msp: 0.1 });

  it('says that a network is certain nowhere only if its ceiling says so', () => {
    const bounded = row('B', { below: 1 }, { doubt: 0.03, msp: 0.4, most: 0.9 });
    expect(mildnessFinding(certain, bounded, 'MSP')).toBe(
      '100 % of the feature directions make A 99 % certain for ever, 0 % make B so. That is why it is milder: what its last norm lets through does not grow with the input; none ends more certain than 90 %. It is certain nowhere: no input whatsoever makes B, of any seed, more than 97 % certain. The AUROC × 100 of MSP ends at 40.0 on it and at 10.0 on A: below chance on both, for an end need not be certain to be more so than most of the data.',
    );
    const open = row('B', { below: 1 }, { doubt: 1e-4, msp: 0.6, most: 0.9 });
    const words = mildnessFinding(certain, open, 'MSP');
    expect(words).toContain('whether some other input makes it so is open');
    expect(words).toMatch(/on A\.$/);
  });

  it('says where it is certain, what is not known, and that it is not milder', () => {
    const somewhere = row('B', { above: 0.25, below: 0.7, unknown: 0.05 }, { doubt: 1e-4 });
    const words = mildnessFinding(certain, somewhere, 'MSP');
    expect(words).toContain('25 % make B so, and of 5 % it is not known');
    expect(words).toContain('It is certain somewhere: 25 % of the rays lead there');
    expect(words).toContain('Where the AUROC of MSP ends is not known.');
    const same = mildnessFinding(certain, row('B', { 'one-hot': 1 }), 'MSP');
    expect(same).toContain('It is milder for no such reason.');
    expect(same).toContain('no ceiling of B is known for every seed');
  });
});
