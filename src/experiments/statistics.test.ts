import { describe, expect, it } from 'vitest';
import { RandomNumbers } from '../data/index.js';
import { aurocAmong } from '../metrics/auroc.js';
import { cea2024Auroc } from '../metrics/cea2024Metrics.js';
import { auroc, cea2024Metrics, deLongInterval, deleteNonFinite } from '../metrics/index.js';
import { upperTail } from '../metrics/studentT.js';
import { ceaClaims } from './ceaClaims.js';
import { claimForAll } from './claimForAll.js';
import { PAPER_DETECTORS } from './detectorChoice.js';
import { claimPositive } from './empiricalClaim.js';
import { average, difference, type Estimate, meanOf, meanOverSeeds } from './estimate.js';
import { finiteOf, placement, ranked, replicatesOf, resampleCounts } from './placement.js';
import { percentileInterval, quantityOf, roomBelow } from './quantity.js';
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
      expect(placement(ranked(id), ranked(ood)).auroc).toBeCloseTo(auroc(id, ood), 12);
    }
  });

  it('a single score has the AUROC it has alone', () => {
    const [id] = samples(40, 7);
    for (const score of [-Infinity, -3, 0, 0.5, 2, Infinity]) {
      expect(aurocAmong(ranked(id).sorted, score)).toBe(auroc(id, [score]));
    }
  });

  it('finite scores are those that the authors leave, NaN the lowest of all', () => {
    const scores = Float64Array.of(2, Number.NaN, -Infinity, 1, Infinity, -0, 0, 1);
    const rank = ranked(scores);
    expect(Array.from(rank.sorted.slice(0, 2))).toEqual([-Infinity, -Infinity]);
    expect(Array.from(finiteOf(rank))).toEqual(Array.from(deleteNonFinite(scores).sort()));
    expect(cea2024Auroc(finiteOf(rank), Float64Array.of(0, 3))).toBe(
      cea2024Metrics(scores, [3, 0])!.auroc,
    );
  });

  it('influences are the derivative of the AUROC by the weights of the rows', () => {
    const [id, ood] = samples(12, 3);
    const { influence } = placement(ranked(id), ranked(ood));
    const weighted = (weights: readonly number[]) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      let wins = 0;
      id.forEach((inside, i) => {
        ood.forEach((outside, j) => {
          const win = outside > inside ? 1 : outside === inside ? 0.5 : 0;
          wins += weights[i] * weights[j] * win;
        });
      });
      return wins / total ** 2;
    };
    const step = 1e-6;
    for (let row = 0; row < 12; row++) {
      const at = (change: number) =>
        weighted(Array.from(id, (_, i) => 1 + (i === row ? change : 0)));
      const derivative = (at(step) - at(-step)) / (2 * step);
      expect(influence[row] / 12).toBeCloseTo(derivative, 7);
    }
  });

  it('replicates spread as DeLong has it when the samples are independent', () => {
    const [id, ood] = samples(400, 5);
    const counts = resampleCounts(400, 2000, 1);
    const found = placement(ranked(id), ranked(ood));
    const { lower, upper } = percentileInterval(replicatesOf(found, counts));
    const exact = deLongInterval(id, ood);
    expect(upper - lower).toBeGreaterThan(0.85 * (exact.upper - exact.lower));
    expect(upper - lower).toBeLessThan(1.15 * (exact.upper - exact.lower));
  });
});

const WORDS = { id: 'x', source: '', statement: '', scope: '', quantity: '' };

/** An estimate of seeds whose rows say nothing else. */
function estimateOf(...perSeed: readonly number[]): Estimate {
  return meanOverSeeds(perSeed.map((value) => ({ value, replicates: [value - 0.01, value] })));
}

describe('estimates', () => {
  it('differences of the same seeds and rows are paired', () => {
    const a = meanOverSeeds([{ value: 0.7, replicates: [0.6, 0.7, 0.8] }]);
    const b = meanOverSeeds([{ value: 0.6, replicates: [0.5, 0.6, 0.7] }]);
    expect(difference(a, b).rows.map((x) => Math.round(100 * x))).toEqual([10, 10, 10]);
    expect(meanOf(average([a, b]))).toBeCloseTo(0.65, 12);
  });

  it('the interval is over seeds from five on, over rows with fewer', () => {
    const five = quantityOf(estimateOf(0.1, 0.2, 0.3, 0.4, 0.5));
    expect(five.basis).toBe('seeds');
    // 2.776 standard errors of √0.025/√5.
    expect(five.interval.upper).toBeCloseTo(0.3 + 2.776445 * Math.sqrt(0.025 / 5), 5);
    const four = quantityOf(estimateOf(0.1, 0.2, 0.3, 0.4));
    expect(four.basis).toBe('rows');
    expect(four.interval.upper).toBeCloseTo(0.25, 12);
  });

  it('a claim holds above 0, is refuted below, and is open where the interval touches 0', () => {
    const verdict = (...perSeed: number[]) => claimPositive(WORDS, estimateOf(...perSeed)).verdict;
    expect(verdict(0.1, 0.2, 0.1, 0.2, 0.1)).toBe('holds');
    expect(verdict(-0.1, -0.2, -0.1, -0.2, -0.1)).toBe('refuted');
    expect(verdict(-0.1, 0.2, 0.1, -0.2, 0.1)).toBe('inconclusive');
    expect(verdict(0, 0, 0, 0, 0)).toBe('inconclusive');
  });

  it('a claim is open with four seeds, however clear, and says why', () => {
    expect(claimPositive(WORDS, estimateOf(0.9, 0.9, 0.9, 0.9))).toMatchObject({
      verdict: 'inconclusive',
      basis: 'rows',
      remark: 'rows only: a verdict needs 5 seeds',
    });
  });

  it('a difference is small only if it is on either side', () => {
    const room = (...perSeed: number[]) => roomBelow(0.01, estimateOf(...perSeed)).interval;
    expect(room(0.001, 0.002, 0.001, 0.002, 0.001).lower).toBeGreaterThan(0);
    expect(room(0.03, 0.031, 0.03, 0.031, 0.03).upper).toBeLessThan(0);
    // Cancelling differences are no small ones.
    const cancelling = room(0.2, -0.2, 0.2, -0.2, 0);
    expect(cancelling.lower).toBeLessThan(0);
    expect(cancelling.upper).toBeCloseTo(0.01, 12);
  });
});

describe('a claim about many', () => {
  const named = (...all: Estimate[]) => all.map((estimate, k) => ({ name: `n${k}`, estimate }));
  const low = estimateOf(-0.05, -0.02, -0.06, -0.01, -0.03);
  const high = estimateOf(0.1, 0.2, 0.1, 0.2, 0.1);

  it('is refuted by one that is below after Holm, and holds only if all are above', () => {
    expect(claimForAll(WORDS, named(high, low), 0)[0]).toMatchObject({
      verdict: 'refuted',
      remark: 'not so: n1',
    });
    expect(claimForAll(WORDS, named(high, high), 0)[0].verdict).toBe('holds');
    expect(claimForAll(WORDS, [], 0)).toEqual([]);
  });

  it('the more there are, the clearer one must be', () => {
    const many = [low, ...Array.from({ length: 40 }, () => high)];
    expect(claimForAll(WORDS, named(...many), 0)[0].verdict).toBe('inconclusive');
  });

  it('is open with fewer than five seeds', () => {
    expect(claimForAll(WORDS, named(estimateOf(-1, -1)), 0)[0]).toMatchObject({
      verdict: 'inconclusive',
      basis: 'rows',
    });
  });
});

describe('coverage, by simulation', () => {
  const ROWS = 60;
  const REPETITIONS = 1500;

  /**
   * Five seeds, each with rows of its own: novelty of in-distribution rows N(0, 1), of the others
   * N(shift + seed effect, 1). The true mean AUROC over seeds and rows is Φ(shift/√(2 + spread²)).
   */
  function measured(random: RandomNumbers, shift: number, spread: number): Estimate {
    return meanOverSeeds(
      Array.from({ length: 5 }, () => {
        const effect = shift + spread * random.normal();
        const draw = (by: number) =>
          Float64Array.from({ length: ROWS }, () => by + random.normal());
        const [id, ood] = [draw(0), draw(effect)].map(ranked);
        return { value: placement(id, ood).auroc, replicates: [0] };
      }),
    );
  }

  it.each([
    ['rows alone vary', 0.8, 0],
    ['rows vary more than seeds', 0.8, 0.08],
    ['both vary alike', 0.8, 0.2],
    ['the variance of seeds is nine times that of rows, at chance level', 0, 0.55],
    ['it is more than twenty times, which no data here come near', 0.3, 1],
  ])('the interval covers the truth in 93 to 97 of 100: %s', (_, shift, spread) => {
    const random = new RandomNumbers(7, 'coverage', shift, spread);
    const truth = 1 - upperTail(shift / Math.sqrt(2 + spread ** 2), 1e9);
    let covered = 0;
    for (let k = 0; k < REPETITIONS; k++) {
      const { lower, upper } = quantityOf(measured(random, shift, spread)).interval;
      if (lower <= truth && truth <= upper) covered++;
    }
    expect(covered / REPETITIONS).toBeGreaterThan(0.93);
    expect(covered / REPETITIONS).toBeLessThan(0.97);
  });

  it('a true zero gets a verdict in 3 to 7 of 100', () => {
    const random = new RandomNumbers(8, 'true zero');
    let decided = 0;
    for (let k = 0; k < REPETITIONS; k++) {
      const zero = difference(measured(random, 0.5, 0.3), measured(random, 0.5, 0.3));
      if (claimPositive(WORDS, zero).verdict !== 'inconclusive') decided++;
    }
    expect(decided / REPETITIONS).toBeGreaterThan(0.03);
    expect(decided / REPETITIONS).toBeLessThan(0.07);
  });

  it('a family of true zeros is refuted in fewer than 4 of 100', () => {
    const random = new RandomNumbers(9, 'family');
    let refuted = 0;
    for (let k = 0; k < 400; k++) {
      const zeros = Array.from({ length: 20 }, (_, n) => ({
        name: String(n),
        estimate: estimateOf(...Array.from({ length: 5 }, () => random.normal())),
      }));
      if (claimForAll(WORDS, zeros, 0)[0].verdict === 'refuted') refuted++;
    }
    expect(refuted / 400).toBeLessThan(0.04);
  });
});

describe('the claims of paper B', () => {
  const labels = { dataSet: 'made-up', variant: 'paper', setting: 'mlp' };

  /** A table in which every detector scores as `auroc` says, give or take a thousandth over seeds. */
  function tableOf(auroc: (id: string, cea: boolean, alpha: number) => number): ScoreTable {
    return new ScoreTable([-2, -1, 0, 1, 2].map((seed) => ofSeed(auroc, seed)));
  }

  function ofSeed(auroc: (id: string, cea: boolean, alpha: number) => number, seed: number) {
    const scores = PAPER_DETECTORS.flatMap(({ id }) =>
      [false, true].flatMap((withCea) =>
        [10, 1000].map((alpha): DetectorScore => {
          // The other way round for CEA and far away, so that differences have a spread.
          const spread = (withCea === (alpha === 10) ? 1 : -1) * seed * 5e-4;
          const value = auroc(id, withCea, alpha) + spread;
          return {
            detector: withCea ? `cea:${id}` : id,
            ood: `scale ${alpha}`,
            auroc: value,
            auroc2024: value,
            notFinite: 0,
            replicates: [value],
          };
        }),
      ),
    );
    const result = { scores, ceaActive: { cea: 0.002 + 1e-4 * seed }, classes: 3 };
    return { labels, spec: {} as never, result: result as never };
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
    expect(Object.values(found).map(({ verdict }) => verdict)).toEqual(Array(11).fill('holds'));
    expect(found['distance-auc-rises'].remark).toBeUndefined();
  });

  it('are refuted where they do the opposite, with the detectors that are to blame', () => {
    const found = verdicts(
      tableOf((id, withCea, alpha) => {
        if (id === 'mds' && withCea) return 0.7;
        const rises = id !== 'knn';
        return 0.8 + (rises === (alpha === 1000) ? 0.1 : 0);
      }),
    );
    expect(found['probability-auc-falls'].verdict).toBe('refuted');
    expect(found['distance-auc-rises']).toMatchObject({ verdict: 'holds', remark: 'not so: KNN' });
    expect(found['cea-auc-rises-consistently'].verdict).toBe('refuted');
    expect(found['cea-leaves-mds'].verdict).toBe('refuted');
    expect(found['cea-never-lowers']).toMatchObject({
      verdict: 'refuted',
      remark: 'not so: MDS at scale 10, MDS at scale 1000',
    });
  });

  it('leave a loss within noise open or holding, not refuted', () => {
    const lost = (loss: number) =>
      verdicts(tableOf((_, withCea) => (withCea ? 0.8 - loss : 0.8)))['cea-never-lowers'].verdict;
    expect(lost(0)).toBe('holds');
    expect(lost(0.004)).toBe('inconclusive');
    expect(lost(0.02)).toBe('refuted');
  });
});
