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
];

/** Metrics without a fault, for the laws to pass. */
export const CORRECT_METRICS: MetricsUnderTest = { ...correct, name: 'farfield metrics' };
