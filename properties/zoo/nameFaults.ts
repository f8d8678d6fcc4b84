import { Matrix } from 'ml-matrix';
import { argmaxRows, rowOf, rowsOf } from '../../src/detectors/batch.js';
import { classMeans, meanRow } from '../../src/detectors/classMeans.js';
import { energies } from '../../src/detectors/energy.js';
import type { FittingData } from '../../src/detectors/fittingData.js';
import { applyHead } from '../../src/detectors/linearHead.js';
import { mds } from '../../src/detectors/methods/mds.js';
import { msp } from '../../src/detectors/methods/msp.js';
import { percentile } from '../../src/detectors/percentile.js';
import { probabilities } from '../../src/detectors/probabilities.js';
import { type FaultyDetector, faultyDetector } from './faulty.js';
import { squaredDistances } from './gaussians.js';

/** Detectors in their own right, but not the ones they are called after. */
export const NAME_FAULTS: readonly FaultyDetector[] = [
  faultyDetector(
    'mds-one-mean',
    {
      fault: 'Mahalanobis distance to the mean of all rows instead of the class means',
      seenIn: 'reports on Mahalanobis detectors',
      law: 'like-ordinary',
      like: 'mds',
    },
    ({ train, head }) => {
      const { means } = classMeans(train.features, train.labels, head.bias.length);
      const precision = squaredDistances.precision(train.features, (i) =>
        rowOf(means, train.labels[i]),
      );
      const mean = meanRow(train.features);
      return ({ features }) => squaredDistances.to(features, [mean], precision);
    },
  ),
  faultyDetector(
    'mds-precision-of-the-sum',
    {
      fault: 'the scatter matrix is inverted without dividing it by n',
      seenIn: 'reports on Mahalanobis detectors',
      law: 'like-replication',
      like: 'mds',
    },
    (data) => {
      const scorer = mds.fit(data);
      const n = data.train.labels.length;
      return (observations) => scorer.score(observations).map((score) => score / n);
    },
  ),
  faultyDetector(
    'rmds-background-of-the-sum',
    {
      fault: 'the class covariance is divided by n, the background covariance is not',
      seenIn: 'relative Mahalanobis distance in two libraries',
      law: 'like-hard',
      like: 'rmds',
    },
    (data) => relativeDistances(data, 1 / data.train.labels.length),
  ),
  faultyDetector(
    'rmds-inverted',
    {
      fault: 'relative Mahalanobis distance as M₀ − M_k',
      seenIn: 'ports between the confidence and novelty conventions',
      law: 'like-ordinary',
      like: 'rmds',
    },
    (data) => {
      const score = relativeDistances(data, 1);
      return (observations) => score(observations).map((value) => -value);
    },
  ),
  faultyDetector(
    'knn-unnormalised',
    {
      fault: 'distances of features that are not normalised',
      seenIn: 'KNN detectors without the normalisation its paper calls essential',
      law: 'like-far',
      like: 'knn',
    },
    ({ train }) =>
      ({ features }) =>
        Float64Array.from({ length: features.rows }, (_, i) => {
          const distances = Float64Array.from({ length: train.features.rows }, (_unused, r) =>
            Math.hypot(...rowOf(features, i).map((f, j) => f - rowOf(train.features, r)[j])),
          ).sort();
          return distances[Math.min(4, distances.length - 1)];
        }),
  ),
  faultyDetector(
    'react-from-below',
    {
      fault: 'features are raised to the threshold, not cut off at it',
      seenIn: 'clamp(min=threshold) for clamp(max=threshold)',
      law: 'like-far',
      like: 'react',
    },
    ({ head, train }) => {
      const threshold = percentile(train.features.values, 90);
      return ({ features }) =>
        energies(
          applyHead(head, {
            ...features,
            values: features.values.map((value) => Math.max(value, threshold)),
          }),
        );
    },
  ),
  genOfTheSmallest(2),
  genOfTheSmallest(10),
  faultyDetector(
    'scores-clamped',
    {
      fault: 'scores are clamped to [−1e4, 1e4]',
      seenIn: 'guards against overflow in half precision',
      law: 'like-far',
      like: 'mds',
    },
    (data) => {
      const scorer = mds.fit(data);
      return (observations) =>
        scorer.score(observations).map((s) => Math.min(1e4, Math.max(-1e4, s)));
    },
  ),
  faultyDetector(
    'mls-behind-a-sigmoid',
    {
      fault: 'the largest logit goes through a sigmoid in float32: beyond ±17 rows share one score',
      seenIn: 'scores turned into something like probabilities',
      law: 'like-far',
      like: 'mls',
    },
    () =>
      ({ logits }) =>
        Float64Array.from({ length: logits.rows }, (_, i) =>
          Math.fround(1 / Math.fround(1 + Math.fround(Math.exp(Math.max(...rowOf(logits, i)))))),
        ),
  ),
  faultyDetector(
    'clamped-though-far-is-declared',
    {
      fault: 'scores are clamped to [0, 1], and declared to end out-of-distribution',
      seenIn: 'scores turned into something like probabilities',
      law: 'far-away',
      declares: { far: 'out' },
    },
    (data) => {
      const scorer = msp.fit(data);
      return (observations) => scorer.score(observations).map((score) => Math.min(1, 1 + score));
    },
  ),
  faultyDetector(
    'temperature-diverged',
    {
      fault: 'the temperature search diverged to 1e6, in float32',
      seenIn: 'LBFGS without a bound, on separable validation data',
      law: 'resolved-scores',
    },
    () =>
      ({ logits }) => {
        const { values } = probabilities({ ...logits, values: logits.values.map((z) => z / 1e6) });
        return Float64Array.from(
          { length: logits.rows },
          (_, i) => -Math.fround(Math.max(...rowOf({ ...logits, values }, i))),
        );
      },
  ),
  faultyDetector(
    'decision-for-score',
    {
      fault: '1 for "out" and 0 for "in" is returned, at a threshold',
      seenIn: 'predict() called where decision_function() is meant',
      law: 'graded-scores',
    },
    (data) => {
      const scorer = mds.fit(data);
      const threshold = percentile(scorer.score(data.validation), 95);
      return (observations) =>
        scorer.score(observations).map((score) => (score > threshold ? 1 : 0));
    },
  ),
  faultyDetector(
    'mds-shifted-labels',
    {
      fault: 'class means of the labels minus one: class 0 is taken for the last',
      seenIn: 'labels numbered from 1',
      law: 'class-numbering',
    },
    ({ train, head }) => {
      const classes = head.bias.length;
      const shifted = train.labels.map((label) => (label + classes - 1) % classes);
      const { means } = classMeans(train.features, shifted, classes);
      return ({ features, logits }) => {
        const predicted = argmaxRows(logits);
        return Float64Array.from({ length: features.rows }, (_, i) =>
          Math.hypot(...rowOf(features, i).map((f, j) => f - rowOf(means, predicted[i])[j] || 0)),
        );
      };
    },
  ),
  faultyDetector(
    'dice-keeps-the-small',
    {
      fault: 'DICE keeps the weights below the percentile, not those above',
      seenIn: 'a comparison the wrong way round',
      law: 'like-ordinary',
      like: 'dice',
    },
    ({ train, head }) => {
      const mean = meanRow(train.features);
      const contributions = head.weights.values.map((w, k) => w * mean[k % mean.length]);
      const threshold = percentile(contributions, 90);
      const values = head.weights.values.map((w, k) => (contributions[k] <= threshold ? w : 0));
      const masked = { ...head, weights: { ...head.weights, values } };
      return ({ features }) => energies(applyHead(masked, features));
    },
  ),
];

/** Relative Mahalanobis distances; the background covariance may be wrong by a factor. */
function relativeDistances({ train, head }: FittingData, factor: number) {
  const { means } = classMeans(train.features, train.labels, head.bias.length);
  const own = squaredDistances.precision(train.features, (i) => rowOf(means, train.labels[i]));
  const mean = meanRow(train.features);
  const background = squaredDistances.precision(train.features, () => mean);
  const scaled = Matrix.mul(background, factor);
  return ({ features }: { features: FittingData['train']['features'] }) => {
    const near = squaredDistances.to(
      features,
      rowsOf(means).map((row) => Float64Array.from(row)),
      own,
    );
    return near.map((value, i) => value - squaredDistances.to(features, [mean], scaled)[i]);
  };
}

function genOfTheSmallest(count: number): FaultyDetector {
  return faultyDetector(
    `gen-of-the-smallest-${count}`,
    {
      fault: `generalised entropy over the ${count} smallest probabilities instead of the largest`,
      seenIn: 'a sort in the other direction',
      law: 'like-hard',
      like: 'gen',
    },
    () =>
      ({ logits }) => {
        const p = probabilities(logits);
        return Float64Array.from({ length: p.rows }, (_, i) =>
          rowOf(p, i)
            .slice()
            .sort()
            .slice(0, count)
            .reduce((sum, share) => sum + (share * (1 - share)) ** 0.1, 0),
        );
      },
  );
}
