import { describe, expect, it } from 'vitest';
import { RandomNumbers } from '../data/index.js';
import { auroc, deLongInterval } from '../metrics/index.js';
import { expectedCalibrationError } from './calibration.js';
import { ceaClaims } from './ceaClaims.js';
import { PAPER_DETECTORS } from './detectorChoice.js';
import { claimPositive } from './empiricalClaim.js';
import { average, difference, intervalOf, meanOverSeeds } from './estimate.js';
import { placement, replicatesOf, resampleCounts } from './placement.js';
import type { DetectorScore } from './scoreCell.js';
import { ScoreTable } from './scoreTable.js';

/** Scores with ties and infinities; the second sample a little more novel. */
function samples(rows: number, seed: number): [Float64Array, Float64Array] {
  const random = new RandomNumbers(seed, 'scores');
  const draw = (shift: number) =>
    Float64Array.from({ length: rows }, () =>
      random.uniform() < 0.05 ? Infinity : Math.round(3 * (random.normal() + shift)),
    );
  return [draw(0), draw(0.6)];
}

describe('placement', () => {
  it('gives the AUROC, ties and infinities included', () => {
    for (let seed = 0; seed < 20; seed++) {
      const [id, ood] = samples(17, seed);
      expect(placement(id, ood).auroc).toBeCloseTo(auroc(id, ood), 12);
    }
  });

  it('influences are the derivative of the AUROC by the weights of the rows', () => {
    const [id, ood] = samples(12, 3);
    const { influence } = placement(id, ood);
    const weighted = (weights: readonly number[]) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      let wins = 0;
      id.forEach((inside, i) => {
        ood.forEach((outside, j) => {
          const win = outside > inside ? 1 : outside === inside ? 0.5 : 0;
          wins += weights[i]! * weights[j]! * win;
        });
      });
      return wins / total ** 2;
    };
    const step = 1e-6;
    for (let row = 0; row < 12; row++) {
      const at = (change: number) =>
        weighted(Array.from(id, (_, i) => 1 + (i === row ? change : 0)));
      const derivative = (at(step) - at(-step)) / (2 * step);
      expect(influence[row]! / 12).toBeCloseTo(derivative, 7);
    }
  });

  it('replicates spread as DeLong has it when the samples are independent', () => {
    const [id, ood] = samples(400, 5);
    const counts = resampleCounts(400, 2000, 1);
    const { lower, upper } = intervalOf({
      value: 0,
      replicates: replicatesOf(placement(id, ood), counts),
    });
    const exact = deLongInterval(id, ood);
    expect(upper - lower).toBeGreaterThan(0.85 * (exact.upper - exact.lower));
    expect(upper - lower).toBeLessThan(1.15 * (exact.upper - exact.lower));
  });
});

describe('estimates', () => {
  it('differences of the same rows are paired', () => {
    const a = { value: 0.7, replicates: [0.6, 0.7, 0.8] };
    const b = { value: 0.6, replicates: [0.5, 0.6, 0.7] };
    expect(difference(a, b).replicates.map((x) => Math.round(100 * x))).toEqual([10, 10, 10]);
    expect(average([a, b]).value).toBeCloseTo(0.65, 12);
  });

  it('the mean over seeds spreads with the seeds even where rows do not', () => {
    const fixed = (value: number) => ({ value, replicates: Array(400).fill(value) });
    const mean = meanOverSeeds([fixed(0.5), fixed(0.6), fixed(0.7)]);
    expect(mean.value).toBeCloseTo(0.6, 12);
    expect(intervalOf(mean).lower).toBeLessThan(0.56);
    expect(intervalOf(mean).upper).toBeGreaterThan(0.64);
  });

  it('a claim holds above 0, is refuted below, and is open where the interval touches 0', () => {
    const claim = { id: 'x', source: '', statement: '', scope: '', quantity: '' };
    const verdict = (...replicates: number[]) =>
      claimPositive(claim, { value: replicates[0]!, replicates }).verdict;
    expect(verdict(0.1, 0.2)).toBe('holds');
    expect(verdict(-0.1, -0.2)).toBe('refuted');
    expect(verdict(-0.1, 0.2)).toBe('inconclusive');
    expect(verdict(0, 0.2)).toBe('inconclusive');
  });
});

describe('the expected calibration error', () => {
  it('is the gap between confidence and accuracy, and temperature changes the confidence', () => {
    const sure = Float64Array.of(Math.log(9), 0);
    // Confidence 0.9, right half of the time.
    expect(expectedCalibrationError([sure, sure], [0, 1], 1)).toBeCloseTo(0.4, 12);
    expect(expectedCalibrationError([sure, sure], [0, 0], 1)).toBeCloseTo(0.1, 12);
    // At temperature 2 the odds are 3 to 1.
    expect(expectedCalibrationError([sure, sure], [0, 1], 2)).toBeCloseTo(0.25, 12);
    expect(expectedCalibrationError([Float64Array.of(800, 0)], [0], 1)).toBe(0);
  });
});

describe('the claims of paper B', () => {
  const labels = { dataSet: 'made-up', variant: 'paper', setting: 'mlp' };

  /** A table in which every detector scores as `auroc` says, with an interval of ±0.002. */
  function tableOf(auroc: (id: string, cea: boolean, alpha: number) => number): ScoreTable {
    const scores = PAPER_DETECTORS.flatMap(({ id }) =>
      [false, true].flatMap((withCea) =>
        [10, 1000].map((alpha): DetectorScore => {
          const value = auroc(id, withCea, alpha);
          const replicates = Array.from({ length: 41 }, (_, b) => value + (b - 20) * 1e-4);
          return {
            detector: withCea ? `cea:${id}` : id,
            ood: `scale ${alpha}`,
            auroc: value,
            auroc2024: value,
            notFinite: 0,
            // Reversed for CEA, so that differences have a spread.
            replicates: withCea ? replicates.reverse() : replicates,
          };
        }),
      ),
    );
    return new ScoreTable([{ labels, spec: {} as never, result: { scores } as never }]);
  }

  const verdicts = (table: ScoreTable) =>
    Object.fromEntries(
      ceaClaims(table, labels, ['scale 10', 'scale 1000'], '').map((claim) => [claim.id, claim]),
    );

  it('hold where detectors do as the paper says', () => {
    const probability = new Set(['msp', 'ebo', 'mls', 'temp-scale', 'grad-norm', 'dice', 'ash']);
    const far = (alpha: number) => (alpha === 1000 ? 0.1 : 0);
    const found = verdicts(
      tableOf((id, withCea, alpha) =>
        withCea || !probability.has(id) ? 0.8 + far(alpha) : 0.3 - far(alpha),
      ),
    );
    expect(Object.values(found).map(({ verdict }) => verdict)).toEqual(Array(6).fill('holds'));
    expect(found['distance-auc-rises']!.remark).toBeUndefined();
  });

  it('are refuted where they do the opposite, with the detectors that are to blame', () => {
    const found = verdicts(
      tableOf((id, withCea, alpha) => {
        if (id === 'mds' && withCea) return 0.7;
        const rises = id !== 'knn';
        return 0.8 + (rises === (alpha === 1000) ? 0.1 : 0);
      }),
    );
    expect(found['probability-auc-falls']!.verdict).toBe('refuted');
    expect(found['distance-auc-rises']!).toMatchObject({ verdict: 'holds', remark: 'not so: KNN' });
    expect(found['cea-never-lowers']!).toMatchObject({
      verdict: 'refuted',
      remark: 'not so: MDS at scale 10, MDS at scale 1000',
    });
  });

  it('leave a loss within noise open or holding, not refuted', () => {
    const lost = (loss: number) =>
      verdicts(tableOf((_, withCea) => (withCea ? 0.8 - loss : 0.8)))['cea-never-lowers']!.verdict;
    expect(lost(0)).toBe('holds');
    expect(lost(0.004)).toBe('inconclusive');
    expect(lost(0.02)).toBe('refuted');
  });
});
