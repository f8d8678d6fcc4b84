import type { Law, Violation } from '../law.js';

/** Anybody's ranking metrics of novelty scores (higher = more out-of-distribution). */
export interface MetricsUnderTest {
  readonly name: string;
  auroc(id: readonly number[], ood: readonly number[]): number;
  /** FPR at 95 % TPR, out-of-distribution as the positive class. */
  fpr95?(id: readonly number[], ood: readonly number[]): number;
  /** Area under precision and recall, in-distribution as the positive class. */
  auprIn?(id: readonly number[], ood: readonly number[]): number;
  /** Area under precision and recall, out-of-distribution as the positive class. */
  auprOut?(id: readonly number[], ood: readonly number[]): number;
}

/** Every law about metrics; expected values are counted by hand. */
export const METRIC_LAWS: readonly Law<MetricsUnderTest>[] = [
  valued(
    'auroc-orientation',
    'AUROC is 1 where every out-of-distribution score is higher',
    'the scores are taken for confidences',
    [0, 1],
    [2, 3],
    1,
  ),
  valued(
    'auroc-ties',
    'AUROC counts ties half',
    'ties are counted as wins or as losses',
    [0, 1, 1],
    [1, 1, 2],
    7 / 9,
  ),
  valued(
    'auroc-infinities',
    'AUROC ranks infinite scores',
    'scores that are not finite are deleted first',
    [0, 1],
    [Infinity, -Infinity, -Infinity, 2],
    0.5,
  ),
  {
    id: 'auroc-nan',
    statement: 'NaN is refused, or ranked at one end: never deleted',
    likelyCause:
      'scores that are not finite are deleted first, which rewards failing on hard inputs',
    async check({ auroc }) {
      // Deleting gives 1 both times; ranking NaN at either end gives ½ once.
      const results = [
        [
          [0, 1],
          [Number.NaN, 2],
        ],
        [
          [0, Number.NaN],
          [1, 2],
        ],
      ].map(([id, ood]) => attempt(() => auroc(id!, ood!)));
      return results.every((value) => value === 1)
        ? {
            message: 'AUROC is 1 with a NaN in either sample',
            input: { id: [0, 1], ood: [Number.NaN, 2] },
          }
        : null;
    },
  },
  {
    id: 'fpr-convention',
    statement: 'FPR@95TPR is the share of in-distribution rows flagged when 95 % of the others are',
    likelyCause: 'the positive class is the other one, or the threshold is on the wrong side',
    async check({ fpr95 }) {
      if (!fpr95) return { notChecked: 'there is no fpr95' };
      // One in-distribution row of four scores above all others: flagged whatever the threshold.
      const id = [0, 1, 2, 100];
      const ood = Array.from({ length: 20 }, (_, i) => 10 + i);
      return expected('FPR', fpr95(id, ood), 0.25, 1e-12, { id, ood });
    },
  },
  {
    id: 'aupr-in-and-out',
    statement: 'AUPR-out has out-of-distribution for the positive class, AUPR-in in-distribution',
    likelyCause: 'AUPR-in and AUPR-out are swapped',
    async check({ auprIn, auprOut }) {
      if (!auprIn || !auprOut) return { notChecked: 'there are no auprIn and auprOut' };
      const id = [5];
      const ood = [1, 2, 3, 4, 6, 7, 8, 9];
      const [inside, outside] = [auprIn(id, ood), auprOut(id, ood)];
      // Step and trapezoidal areas differ by 0.1 here, the two classes by 0.7.
      return inside < 0.3 && outside > 0.8
        ? null
        : {
            message: `AUPR-in is ${inside} and AUPR-out ${outside}, expected about 0.2 and 0.9`,
            input: { id, ood },
          };
    },
  },
];

function valued(
  id: string,
  statement: string,
  likelyCause: string,
  inside: readonly number[],
  outside: readonly number[],
  value: number,
): Law<MetricsUnderTest> {
  return {
    id,
    statement,
    likelyCause,
    check: async ({ auroc }) =>
      expected('AUROC', auroc(inside, outside), value, 1e-12, { id: inside, ood: outside }),
  };
}

function expected(
  what: string,
  actual: number,
  value: number,
  tolerance: number,
  input: unknown,
): Violation | null {
  return Math.abs(actual - value) <= tolerance
    ? null
    : { message: `${what} is ${actual}, expected ${value}`, input };
}

function attempt(compute: () => number): number {
  try {
    return compute();
  } catch {
    return Number.NaN;
  }
}
