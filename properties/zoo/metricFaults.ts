import { auroc } from '../../src/metrics/auroc.js';
import { averagePrecision } from '../../src/metrics/averagePrecision.js';
import { cea2024Metrics, deleteNonFinite } from '../../src/metrics/cea2024Metrics.js';
import { falsePositiveRate } from '../../src/metrics/falsePositiveRate.js';
import type { MetricsUnderTest } from '../../src/testing/laws/metricLaws.js';
import type { FaultyMetrics } from './faulty.js';

type Scores = readonly number[];

const correct: Omit<MetricsUnderTest, 'name'> = {
  auroc: (id, ood) => auroc(id, ood),
  fpr95: (id, ood) => falsePositiveRate(id, ood),
  auprIn: (id, ood) => averagePrecision(id, ood, { positive: 'id' }),
  auprOut: (id, ood) => averagePrecision(id, ood, { positive: 'ood' }),
};

/** Evaluations that flatter, or measure something else. */
export const METRIC_FAULTS: readonly FaultyMetrics[] = [
  {
    fault: 'AUPR-in and AUPR-out are swapped',
    seenIn: 'evaluation code that forgets which class is positive after negating scores',
    law: 'aupr-in-and-out',
    subject: {
      ...correct,
      name: 'aupr-swapped',
      auprIn: (id: Scores, ood: Scores) => averagePrecision(id, ood, { positive: 'ood' }),
      auprOut: (id: Scores, ood: Scores) => averagePrecision(id, ood, { positive: 'id' }),
    },
  },
  {
    fault: 'NaN is deleted before the AUROC',
    seenIn: "the CEA authors' evaluation",
    law: 'auroc-nan',
    subject: {
      ...correct,
      name: 'nan-deleted',
      auroc: (id: Scores, ood: Scores) => {
        const numbers = (scores: Scores) => scores.filter((score) => !Number.isNaN(score));
        return auroc(numbers(id), numbers(ood));
      },
    },
  },
  {
    fault: 'everything that is not finite is deleted before the AUROC',
    seenIn: "the CEA authors' evaluation",
    law: 'auroc-infinities',
    subject: {
      ...correct,
      name: 'non-finite-deleted',
      auroc: (id: Scores, ood: Scores) =>
        cea2024Metrics(deleteNonFinite(id), deleteNonFinite(ood))!.auroc,
    },
  },
  {
    fault: 'ties count as wins',
    seenIn: 'pairwise counting with >=',
    law: 'auroc-ties',
    subject: {
      ...correct,
      name: 'ties-won',
      auroc: (id: Scores, ood: Scores) => {
        const wins = ood.map((score) => id.filter((other) => score >= other).length);
        return wins.reduce((sum, count) => sum + count, 0) / (id.length * ood.length);
      },
    },
  },
  {
    fault: 'novelty is ranked as if it were confidence',
    seenIn: 'a negation too many or too few between detector and metric',
    law: 'auroc-orientation',
    subject: {
      ...correct,
      name: 'auroc-inverted',
      auroc: (id: Scores, ood: Scores) => auroc(ood, id),
    },
  },
  {
    fault: 'FPR@95TPR is computed with in-distribution as the positive class',
    seenIn: 'the two conventions of the literature, mixed in one table',
    law: 'fpr-convention',
    subject: {
      ...correct,
      name: 'fpr-of-the-other-class',
      fpr95: (id: Scores, ood: Scores) => falsePositiveRate(id, ood, { positive: 'id' }),
    },
  },
  mappedFirst(
    'auroc-through-a-sigmoid',
    'scores go through a float32 sigmoid first, constant beyond ±17',
    'torchmetrics and others, for scores outside [0, 1]',
    'auroc-large-scores',
    (score) => Math.fround(1 / (1 + Math.fround(Math.exp(-score)))),
  ),
  mappedFirst(
    'auroc-of-float16-scores',
    'scores are stored with ten bits of precision',
    'half precision at evaluation',
    'auroc-offset',
    (score) => (score === 0 ? 0 : Math.round(score / ulp10(score)) * ulp10(score)),
  ),
  mappedFirst(
    'auroc-of-rounded-scores',
    'scores are rounded to three digits',
    'scores read back from a printed table',
    'auroc-digits',
    (score) => Number(score.toFixed(3)),
  ),
  {
    fault: 'the AUROC is folded: max(a, 1 − a)',
    seenIn: 'evaluations that do not know which way scores point',
    law: 'auroc-inverted',
    subject: {
      ...correct,
      name: 'auroc-folded',
      auroc: (id: Scores, ood: Scores) => Math.max(auroc(id, ood), 1 - auroc(id, ood)),
    },
  },
  {
    fault: 'the AUROC is 1 when all scores are equal',
    seenIn: 'a stable sort of scores that come class by class',
    law: 'auroc-all-tied',
    subject: {
      ...correct,
      name: 'auroc-by-sorting',
      auroc: (id: Scores, ood: Scores) => {
        const sorted = [
          ...id.map((score) => ({ score, novel: false })),
          ...ood.map((score) => ({ score, novel: true })),
        ].sort((a, b) => a.score - b.score);
        let [below, wins] = [0, 0];
        for (const { novel } of sorted) {
          if (novel) wins += below;
          else below++;
        }
        return wins / (id.length * ood.length);
      },
    },
  },
  {
    fault: 'the larger sample is cut to the size of the smaller one',
    seenIn: 'balanced evaluation sets',
    law: 'auroc-unequal-sizes',
    subject: {
      ...correct,
      name: 'auroc-subsampled',
      auroc: (id: Scores, ood: Scores) => {
        const size = Math.min(id.length, ood.length);
        return auroc(id.slice(0, size), ood.slice(0, size));
      },
    },
  },
  {
    fault: 'the AUROC is binned in 200 thresholds between the smallest and the largest score',
    seenIn: 'metrics with a fixed number of thresholds',
    law: 'auroc-range',
    subject: {
      ...correct,
      name: 'auroc-binned',
      auroc: (id: Scores, ood: Scores) => {
        const all = [...id, ...ood];
        const [least, most] = [Math.min(...all), Math.max(...all)];
        const bin = (score: number) =>
          most === least ? 0 : Math.round((200 * (score - least)) / (most - least));
        return auroc(id.map(bin), ood.map(bin));
      },
    },
  },
  {
    fault: '> stands for ≥ where in-distribution scores are compared with the threshold',
    seenIn: 'hand-written FPR@95TPR',
    law: 'fpr-ties',
    subject: {
      ...correct,
      name: 'fpr-strict',
      fpr95: (id: Scores, ood: Scores) => {
        const threshold = [...ood].sort((a, b) => b - a)[Math.ceil(0.95 * ood.length) - 1];
        return id.filter((score) => score > threshold).length / id.length;
      },
    },
  },
];

/** Metrics without a fault, for the laws to pass. */
export const CORRECT_METRICS: MetricsUnderTest = { ...correct, name: 'farfield metrics' };

/** The AUROC of scores that something was done to first. */
function mappedFirst(
  name: string,
  fault: string,
  seenIn: string,
  law: string,
  map: (score: number) => number,
): FaultyMetrics {
  return {
    fault,
    seenIn,
    law,
    subject: {
      ...correct,
      name,
      auroc: (id: Scores, ood: Scores) => auroc(id.map(map), ood.map(map)),
    },
  };
}

/** The spacing of numbers with ten bits of mantissa. */
function ulp10(score: number): number {
  return 2 ** (Math.floor(Math.log2(Math.abs(score))) - 10);
}
