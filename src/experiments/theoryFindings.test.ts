import { describe, expect, it } from 'vitest';
import type { LimitComparison } from './comparison.js';
import { renderFigure } from './figure.js';
import { limitFigure } from './limitFigure.js';
import { MLP_SETTING, subjectSpec } from './scaleStudy.js';
import { limitClaims, type TheoryCase, theoryTables } from './theoryFindings.js';

function limit(
  detector: string,
  predicted: number | null,
  last: number,
  interval = { lower: last - 0.01, upper: last + 0.01 },
): LimitComparison {
  return {
    detector,
    predicted,
    inFloat64: null,
    behaviours: { 'diverges-up': 3, converges: 1 },
    exact: true,
    measured: [
      { alpha: 10, auroc: 0.5, interval: { lower: 0, upper: 1 } },
      { alpha: 1e15, auroc: last, interval },
    ],
  };
}

function theoryOf(limits: readonly LimitComparison[], seed = 0): TheoryCase {
  const settings = { dataSets: ['half-moons'], seeds: [0, 1], epochs: 1, rows: null };
  return {
    setting: null,
    spec: {
      subject: subjectSpec(MLP_SETTING, 'half-moons', seed, {
        ...settings,
        fullSize: true,
        variant: null,
      }),
      variant: 'paper',
      detectors: [],
      ceas: [],
      rays: 4,
      alphas: [10, 1e15],
    },
    result: { regimes: { saturating: 1, tied: 0, flat: 0 }, columns: [], limits, rays: 4 },
  };
}

function claimOf(...limits: LimitComparison[]) {
  return limitClaims([theoryOf(limits)])[0];
}

describe('the claim that the AUROC goes to its limit', () => {
  it('holds where every decided limit lies in the interval at the largest scale', () => {
    expect(claimOf(limit('msp', 0.1, 0.105), limit('cea:msp', 1, 0.995))).toMatchObject({
      id: 'limit-auroc',
      expected: 'holds',
      verdict: 'holds',
    });
  });

  it('is refuted by one that lies outside, above or below, and names it', () => {
    for (const predicted of [0.08, 0.13]) {
      const claim = claimOf(limit('msp', predicted, 0.105), limit('mds', 1, 1));
      expect(claim.verdict).toBe('refuted');
      expect(claim.remark).toContain('MSP');
      expect(claim.remark).not.toContain('MDS');
    }
  });

  it('is about the end in float64 where a score is decided to underflow', () => {
    const underflowing = { ...limit('klm', 1, 0.3), inFloat64: 0.3 };
    expect(claimOf(underflowing)).toMatchObject({ verdict: 'holds', estimate: 0 });
    expect(claimOf({ ...underflowing, inFloat64: 0.4 }).verdict).toBe('refuted');
    const [table] = theoryTables([theoryOf([underflowing])]);
    expect(table.rows[0][2]).toBe('100.0 (in float64: 30.0)');
  });

  it('is open where nothing was decided, and leaves out what was not', () => {
    expect(claimOf(limit('msp', null, 0.1)).verdict).toBe('inconclusive');
    expect(claimOf(limit('msp', null, 0.1), limit('mds', 1, 1))).toMatchObject({
      verdict: 'holds',
      estimate: 0,
    });
  });
});

describe('what is shown of limits', () => {
  const limits = [limit('msp', 0.25, 0.255), limit('cea:msp', 1, 1), limit('vim', null, 0.5)];

  it('tables: decided beside measured; later seeds repeat the first', () => {
    const tables = theoryTables([theoryOf(limits), theoryOf(limits, 1)]);
    expect(tables.map(({ shows, repeats }) => [shows, repeats])).toEqual([
      ['limits', false],
      [undefined, false],
      ['limits', true],
      [undefined, true],
    ]);
    expect(tables[0].head).toEqual(['detector', 'ends', 'at infinity', 'α = 10', 'α = 1e15']);
    expect(tables[0].rows).toEqual([
      ['MSP', '3 diverges-up, 1 converges', '25.0', '50.0', '25.5'],
      ['MSP + cea', '3 diverges-up, 1 converges', '100.0', '50.0', '100.0'],
      ['ViM', '3 diverges-up, 1 converges', 'not known', '50.0', '50.0'],
    ]);
  });

  it('figure: a bar for each decided limit, a dot for each measurement', async () => {
    const figure = limitFigure(theoryOf(limits));
    const { values } = figure.specification.data as { values: { what: string }[] };
    expect(values.filter(({ what }) => what === 'decided')).toEqual([
      { what: 'decided', detector: 'MSP', line: 'baseline', auroc: 25 },
      { what: 'decided', detector: 'MSP', line: 'with CEA', auroc: 100 },
    ]);
    expect(values.filter(({ what }) => what === 'measured')).toHaveLength(6);
    expect(values).toContainEqual({
      what: 'measured',
      detector: 'ViM',
      line: 'baseline',
      auroc: 50,
      alpha: '1e15',
    });
    expect(await renderFigure(figure)).toContain('measured at α');
  });
});
