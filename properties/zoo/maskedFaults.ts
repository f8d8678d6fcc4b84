import { inverse, Matrix } from 'ml-matrix';
import { argmaxRows, rowOf, rowsOf } from '../../src/detectors/batch.js';
import { meanRow } from '../../src/detectors/classMeans.js';
import { energies } from '../../src/detectors/energy.js';
import { applyHead } from '../../src/detectors/linearHead.js';
import { knn } from '../../src/detectors/methods/knn.js';
import { probabilities } from '../../src/detectors/probabilities.js';
import { type FaultyDetector, faultyDetector } from './faulty.js';

/** NaN, and NaN that was swept under the carpet. */
export const MASKED_FAULTS: readonly FaultyDetector[] = [
  faultyDetector(
    'nan-to-zero-score',
    {
      fault: 'NaN scores, of a covariance that cannot be inverted, are replaced by 0',
      seenIn: 'nan_to_num on scores',
      law: 'hard-situations-varied',
    },
    ({ train }) => {
      const mean = meanRow(train.features);
      const deviations = new Matrix(
        rowsOf(train.features).map((row) => row.map((value, j) => value - mean[j])),
      );
      const covariance = deviations.transpose().mmul(deviations).div(train.features.rows);
      let precision: Matrix | null;
      try {
        precision = inverse(covariance);
      } catch {
        precision = null;
      }
      return ({ features }) =>
        Float64Array.from({ length: features.rows }, (_, i) => {
          const d = Matrix.rowVector(Array.from(rowOf(features, i), (value, j) => value - mean[j]));
          const score = precision?.mmul(d.transpose());
          const value = score ? d.mmul(score).get(0, 0) : Number.NaN;
          return Number.isFinite(value) ? value : 0;
        });
    },
  ),
  faultyDetector(
    'fdbd-tied-classes',
    {
      fault: 'the distance to a boundary between classes of equal weights is 0/0',
      seenIn: 'fDBD',
      law: 'ties',
    },
    boundaryDistances,
  ),
  faultyDetector(
    'ash-s-zero-features',
    {
      fault: 'exp(s₁/s₂) of an all-zero feature vector is exp(0/0)',
      seenIn: 'ASH-S and SCALE',
      law: 'zero-features',
    },
    ({ head }) =>
      ({ features }) => {
        const values = features.values.slice();
        for (let i = 0; i < features.rows; i++) {
          const row = values.subarray(i * features.columns, (i + 1) * features.columns);
          const sum = row.reduce((total, value) => total + value, 0);
          const kept = Float64Array.from(row)
            .sort()
            .slice(-Math.ceil(features.columns / 4));
          const ratio = sum / kept.reduce((total, value) => total + value, 0);
          for (let j = 0; j < row.length; j++) row[j] *= Math.exp(ratio);
        }
        return energies(applyHead(head, { ...features, values }));
      },
  ),
  faultyDetector(
    'nnguide-zero-features',
    {
      fault: 'similarities of a feature vector divided by its norm of 0',
      seenIn: 'NNGuide',
      law: 'zero-features',
    },
    ({ train }) => {
      const bank = rowsOf(train.features).map((row) => Float64Array.from(row));
      return ({ features }) =>
        Float64Array.from({ length: features.rows }, (_, i) => {
          const row = rowOf(features, i);
          const norm = Math.hypot(...row);
          const cosines = bank
            .filter((other) => other.some((value) => value !== 0))
            .map(
              (other) =>
                row.reduce((sum, value, j) => sum + (value / norm) * other[j], 0) /
                Math.hypot(...other),
            );
          return -Math.max(...cosines);
        });
    },
  ),
  faultyDetector(
    'entropy-of-logits-naive',
    {
      fault: 'log p is −∞ where p underflows',
      seenIn: 'entropy by log(softmax(z)) instead of log_softmax(z)',
      law: 'huge-logits',
    },
    () =>
      ({ logits }) => {
        const p = probabilities(logits);
        return Float64Array.from(
          { length: p.rows },
          (_, i) => -rowOf(p, i).reduce((sum, share) => sum + Math.log(share), 0),
        );
      },
  ),
  faultyDetector(
    'infinity-to-low',
    {
      fault: 'scores beyond a bound are replaced by −1: the farthest rows look like the data',
      seenIn: 'guards that return a default',
      law: 'hard-situations-ordered',
    },
    ({ train }) => {
      const mean = meanRow(train.features);
      // The bound is met only where a class is missing from the mean.
      const bound = train.features.rows < 100 ? 1 : Number.POSITIVE_INFINITY;
      return ({ features }) =>
        Float64Array.from({ length: features.rows }, (_, i) => {
          const distance = Math.hypot(...rowOf(features, i).map((v, j) => v - mean[j]));
          return distance > 20 * bound ? -1 : distance;
        });
    },
  ),
  faultyDetector(
    'one-neighbour-per-class',
    {
      fault: 'a table of a hundred classes is indexed by the predicted class',
      seenIn: 'constants for the number of classes of one data set',
      law: 'many-classes',
    },
    (data) => {
      const scorer = knn.fit(data);
      const weights = new Float64Array(100).fill(1);
      return (observations) => {
        const predicted = argmaxRows(observations.logits);
        return scorer.score(observations).map((score, i) => score * weights[predicted[i]]);
      };
    },
  ),
];

/** Novelty minus the sum of distances to the boundaries with the other classes. */
function boundaryDistances({ head, train }: Parameters<Parameters<typeof faultyDetector>[2]>[0]) {
  const mean = meanRow(train.features);
  return ({
    features,
    logits,
  }: {
    features: typeof train.features;
    logits: typeof train.logits;
  }) => {
    const predicted = argmaxRows(logits);
    return Float64Array.from({ length: features.rows }, (_, i) => {
      const top = predicted[i];
      const distances = Array.from(rowOf(logits, i), (z, c) => {
        if (c === top) return 0;
        const [own, other] = [rowOf(head.weights, top), rowOf(head.weights, c)];
        const norm = Math.hypot(...own.map((w, j) => w - other[j]));
        return (rowOf(logits, i)[top] - z) / norm;
      });
      const away = Math.hypot(...rowOf(features, i).map((value, j) => value - mean[j]));
      return -distances.reduce((sum, d) => sum + d, 0) / away;
    });
  };
}
