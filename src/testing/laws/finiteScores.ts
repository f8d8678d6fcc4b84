import type { Law } from '../law.js';
import { demonstrate } from '../observedDetector.js';
import { fitOn, fitUnlessRefused, scoresOf } from '../scoring.js';
import { MANY_CLASSES } from '../situations/manyClasses.js';
import type { Situation } from '../situations/situation.js';
import { HARD_SITUATIONS, ORDINARY, REPEATED_ROW } from '../situations/situations.js';
import { smallestRows } from '../smallestRows.js';
import type { DetectorUnderTest } from '../subject.js';

/** Data a detector may refuse to be fitted on, with its reason: some class has too few rows. */
const REFUSABLE: readonly Situation[] = [
  HARD_SITUATIONS.emptyClass,
  HARD_SITUATIONS.oneSampleClass,
  HARD_SITUATIONS.duplicateRows,
  HARD_SITUATIONS.fewRows,
];

/** Finite in, finite out, in the situations that break detectors; one law each. */
export const FINITE_LAWS: readonly Law<DetectorUnderTest>[] = [
  finite(
    'finite-scores',
    'finite inputs have finite scores',
    'a division by 0, a logarithm of 0 or an overflow on ordinary data',
    ORDINARY,
  ),
  finite(
    'large-inputs',
    'inputs of 1e6 and 1e9 have finite scores',
    'an exponential that is not shifted, or powers of features that overflow (in float32 beyond 3e38)',
    ORDINARY,
    [1e6, 1e9].flatMap((scale) =>
      [...ORDINARY.inside.slice(0, 3), ...ORDINARY.far.slice(0, 2)].map((row) =>
        row.map((value) => value * scale),
      ),
    ),
  ),
  finite(
    'constant-features',
    'dead, constant and duplicate features leave scores finite',
    'the inverse of a singular covariance: use a pseudo-inverse',
    HARD_SITUATIONS.constantFeature,
  ),
  finite(
    'duplicate-rows',
    'a class whose training rows are all equal leaves scores finite',
    'a spread of 0 is divided by, or a Weibull fit to equal distances',
    HARD_SITUATIONS.duplicateRows,
    withRow(HARD_SITUATIONS.duplicateRows, REPEATED_ROW),
  ),
  finite(
    'empty-class',
    'a class without training rows leaves scores finite',
    'the mean of no rows is NaN and reaches every score through a minimum or maximum over classes',
    HARD_SITUATIONS.emptyClass,
  ),
  finite(
    'one-sample-class',
    'a class with one training row leaves scores finite',
    'a covariance per class with divisor n − 1 = 0, or a fit to a single distance',
    HARD_SITUATIONS.oneSampleClass,
    withRow(HARD_SITUATIONS.oneSampleClass, REPEATED_ROW),
  ),
  finite(
    'few-rows',
    'fewer training rows than neighbours or tail sizes leave scores finite',
    'k or a tail size is larger than the training set',
    HARD_SITUATIONS.fewRows,
  ),
  finite(
    'zero-features',
    'an all-zero feature vector has a finite score',
    'normalisation by a norm of 0: a small constant must be added to the norm, not after dividing',
    HARD_SITUATIONS.zeroFeatures,
    [
      [0, 0, 0, 0],
      ...HARD_SITUATIONS.zeroFeatures.boundary,
      ...HARD_SITUATIONS.zeroFeatures.inside,
    ],
  ),
  finite(
    'huge-logits',
    'logits in the thousands have finite scores',
    'an exponential that is not shifted overflows, or 0·log 0 where the softmax is exactly one-hot',
    HARD_SITUATIONS.hugeLogits,
  ),
  finite(
    'ties',
    'two classes with equal logits leave scores finite',
    'a class that is never predicted has no statistics',
    HARD_SITUATIONS.ties,
  ),
  finite(
    'far-from-the-origin',
    'data far from the origin have finite scores',
    'a square root of a squared distance that cancellation made negative',
    HARD_SITUATIONS.farFromOrigin,
    [...nextToTraining(HARD_SITUATIONS.farFromOrigin), ...HARD_SITUATIONS.farFromOrigin.far],
  ),
  finite(
    'many-classes',
    'a hundred and twenty classes have finite scores',
    'more classes than rows of one, or than a constant of the code',
    MANY_CLASSES,
  ),
];

/** The rows of a situation and one more: the very row a class consists of. */
function withRow(situation: Situation, row: readonly number[]) {
  return [row, ...situation.inside, ...situation.far, ...situation.boundary];
}

/** Rows a hair away from training rows, where a squared distance is all rounding. */
function nextToTraining({ train }: Situation) {
  return train.x.slice(0, 20).map((row) => row.map((value) => value + 1 / 64));
}

function finite(
  id: string,
  statement: string,
  likelyCause: string,
  situation: Situation,
  rows = [...situation.inside, ...situation.far, ...situation.boundary],
): Law<DetectorUnderTest> {
  return {
    id,
    statement,
    likelyCause,
    async check(subject) {
      const fitted = REFUSABLE.includes(situation)
        ? await fitUnlessRefused(subject, situation)
        : await fitOn(subject, situation);
      if ('notChecked' in fitted) return fitted;
      const violates = async (some: readonly (readonly number[])[]) =>
        (await scoresOf(fitted, some)).some((score) => !Number.isFinite(score));
      const scores = await scoresOf(fitted, rows);
      const wrong = scores.findIndex((score) => !Number.isFinite(score));
      if (wrong === -1) return null;
      const smallest = await smallestRows(rows, violates);
      await demonstrate(subject, () => violates(smallest));
      return {
        message: `the score of ${JSON.stringify(rows[wrong])} is ${scores[wrong]}`,
        input: { situation: situation.name, rows: smallest },
      };
    },
  };
}
