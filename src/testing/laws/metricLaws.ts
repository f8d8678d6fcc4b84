import type { Law, Violation } from '../law.js';

type Scores = readonly number[];
type Value = number | Promise<number>;

/** Anybody's ranking metrics of novelty scores (higher = more out-of-distribution). */
export interface MetricsUnderTest {
  readonly name: string;
  auroc?(id: Scores, ood: Scores): Value;
  /** FPR at 95 % TPR, out-of-distribution as the positive class. */
  fpr95?(id: Scores, ood: Scores): Value;
  /** Area under precision and recall, in-distribution as the positive class. */
  auprIn?(id: Scores, ood: Scores): Value;
  /** Area under precision and recall, out-of-distribution as the positive class. */
  auprOut?(id: Scores, ood: Scores): Value;
}

/** Overlapping samples of unequal sizes without ties; the AUROC is 25/30, by counting. */
const ID: Scores = [-2, -1, 0.5, 1, 3, 4.5];
const OOD: Scores = [0.75, 2, 5, 6, 7.5];
const OVERLAP = 25 / 30;

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
  valued(
    'auroc-all-tied',
    'AUROC is ½ where all scores are equal',
    'ties are sorted by class, or count as wins: a detector that says nothing looks perfect',
    [2, 2, 2],
    [2, 2],
    1 / 2,
  ),
  valued(
    'auroc-inverted',
    'AUROC is 0 where every out-of-distribution score is lower',
    'max(a, 1 − a) is returned, which hides a wrong sign',
    [2, 3],
    [0, 1],
    0,
  ),
  mapped(
    'auroc-large-scores',
    'AUROC is unchanged when scores are multiplied by 1000',
    'a sigmoid, in float32 constant beyond ±17, turns large scores into ties',
    (score) => 1000 * score,
  ),
  mapped(
    'auroc-offset',
    'AUROC is unchanged when 1e6 is added to the scores',
    'a sigmoid or a softmax over scores, or float32 where differences matter',
    (score) => 1e6 + score,
  ),
  mapped(
    'auroc-range',
    'AUROC is unchanged by an increasing map over twenty powers of ten',
    'scores are binned into so many thresholds between the smallest and the largest',
    (score) => 10 ** (2.4 * score - 6),
  ),
  mapped(
    'auroc-digits',
    'AUROC tells scores apart that differ in the sixth digit',
    'scores are rounded, or sorted as text of so many digits',
    (score) => 0.5 + 1e-6 * score,
  ),
  valued(
    'auroc-unequal-sizes',
    'AUROC uses every row of samples of unequal size',
    'the larger sample is cut to the size of the smaller one',
    [0, 10],
    [1, 2, 3, 4, 11, 12, 13, 14],
    12 / 16,
  ),
  {
    id: 'auroc-nan',
    statement: 'NaN is refused, or ranked at one end: never deleted',
    likelyCause:
      'scores that are not finite are deleted first, which rewards failing on hard inputs',
    applies: needs('auroc'),
    async check(subject) {
      // Deleting gives 1 both times; ranking NaN at either end gives ½ once.
      const results = [
        await attempt(async () => subject.auroc!([0, 1], [Number.NaN, 2])),
        await attempt(async () => subject.auroc!([0, Number.NaN], [1, 2])),
      ];
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
    applies: needs('fpr95'),
    async check(subject) {
      // One in-distribution row of four scores above all others: flagged whatever the threshold.
      const id = [0, 1, 2, 100];
      const ood = Array.from({ length: 20 }, (_, i) => 10 + i);
      return expected('FPR', await subject.fpr95!(id, ood), 0.25, 1e-12, { id, ood });
    },
  },
  {
    id: 'fpr-ties',
    statement: 'FPR@95TPR counts in-distribution rows at the threshold itself as flagged',
    likelyCause: '> stands for ≥ at the threshold, on one of its two sides',
    applies: needs('fpr95'),
    async check(subject) {
      // The threshold that flags 19 of 20 is 10, and two in-distribution rows have that score.
      const id = [5, 6, 10, 10];
      const ood = [1, ...Array.from({ length: 19 }, (_, i) => 10 + i)];
      return expected('FPR', await subject.fpr95!(id, ood), 0.5, 1e-12, { id, ood });
    },
  },
  {
    id: 'aupr-in-and-out',
    statement: 'AUPR-out has out-of-distribution for the positive class, AUPR-in in-distribution',
    likelyCause: 'AUPR-in and AUPR-out are swapped',
    applies: (subject) => needs('auprIn')(subject) ?? needs('auprOut')(subject),
    async check(subject) {
      const id = [5];
      const ood = [1, 2, 3, 4, 6, 7, 8, 9];
      const inside = await subject.auprIn!(id, ood);
      const outside = await subject.auprOut!(id, ood);
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

function needs(name: Exclude<keyof MetricsUnderTest, 'name'>) {
  return (subject: MetricsUnderTest) =>
    subject[name] ? null : { notChecked: `there is no ${name}` };
}

function valued(
  id: string,
  statement: string,
  likelyCause: string,
  inside: Scores,
  outside: Scores,
  value: number,
): Law<MetricsUnderTest> {
  return {
    id,
    statement,
    likelyCause,
    applies: needs('auroc'),
    check: async (subject) =>
      expected('AUROC', await subject.auroc!(inside, outside), value, 1e-12, {
        id: inside,
        ood: outside,
      }),
  };
}

/** AUROC depends on the order of the scores alone. */
function mapped(
  id: string,
  statement: string,
  likelyCause: string,
  map: (score: number) => number,
): Law<MetricsUnderTest> {
  return valued(id, statement, likelyCause, ID.map(map), OOD.map(map), OVERLAP);
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

async function attempt(compute: () => Promise<number>): Promise<number> {
  try {
    return await compute();
  } catch {
    return Number.NaN;
  }
}
