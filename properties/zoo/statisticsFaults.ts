import { inverse, Matrix } from 'ml-matrix';
import { argmaxRows, type Batch, rowOf, rowsOf } from '../../src/detectors/batch.js';
import { classMeans } from '../../src/detectors/classMeans.js';
import type { FittingData } from '../../src/detectors/fittingData.js';
import { type FaultyDetector, faultyDetector } from './faulty.js';

/** Statistics of the training set that are wrong, or not there. */
export const STATISTICS_FAULTS: readonly FaultyDetector[] = [
  faultyDetector(
    'ridge-against-n-minus-1',
    {
      fault:
        'the covariance is divided by n − 1 and gets a fixed ridge, so that scores depend on how often rows are repeated',
      seenIn: "pytorch-ood's Mahalanobis",
      law: 'replication',
      declares: { replication: true },
    },
    (data) => distances(data, { divisor: (n) => n - 1, ridge: 0.01 }),
  ),
  faultyDetector(
    'fixed-ridge',
    {
      fault: 'a ridge of fixed size is added to the covariance, which has units',
      seenIn: 'Mahalanobis detectors guarded against singular covariances',
      law: 'rescaling',
      declares: { rescaling: true },
    },
    (data) => distances(data, { divisor: (n) => n, ridge: 0.01 }),
  ),
  faultyDetector(
    'singular-covariance',
    {
      fault: 'the covariance is inverted although dead features make it singular',
      seenIn: 'inv() where pinv() is needed',
      law: 'constant-features',
    },
    (data) => distances(data, { divisor: (n) => n, ridge: 0 }),
  ),
  faultyDetector(
    'nan-class-mean',
    {
      fault: 'the mean of a class without rows is NaN and reaches every score',
      seenIn: "the CEA authors' MDS and RMDS",
      law: 'empty-class',
    },
    ({ train, head }) => {
      const { means } = classMeans(train.features, train.labels, head.bias.length);
      return ({ features }) => nearest(features, means);
    },
  ),
  faultyDetector(
    'class-never-predicted',
    {
      fault:
        'statistics are taken per predicted class, and a class that is never predicted has none',
      seenIn: 'SHE and KL matching with a minimum over all classes',
      law: 'ties',
    },
    ({ train, head }) => {
      const { means } = classMeans(train.features, argmaxRows(train.logits), head.bias.length);
      return ({ features }) => nearest(features, means);
    },
  ),
  faultyDetector(
    'variance-of-one-row',
    {
      fault: 'variances per class divide by n − 1, which is 0 for a class of one row',
      seenIn: 'Gaussian models per class',
      law: 'one-sample-class',
    },
    (data) => standardised(data, (sum, count) => sum / (count - 1)),
  ),
  faultyDetector(
    'spread-of-equal-rows',
    {
      fault:
        'distances are divided by the largest one of the class, which is 0 where all rows are equal',
      seenIn: 'tail fits and normalisations per class, without a check',
      law: 'duplicate-rows',
    },
    (data) => standardised(data, (sum) => sum),
  ),
  faultyDetector(
    'label-zero-missing',
    {
      fault: 'a label of 0 is taken for a missing label',
      seenIn: 'if (!label) continue, in languages where 0 is false',
      law: 'class-numbering',
    },
    ({ train, head }) => {
      const labels = train.labels.map((label) => label || -1);
      const { means, counts } = classMeans(train.features, labels, head.bias.length);
      const there = Array.from(counts.keys()).filter((c) => counts[c] > 0);
      return ({ features }) =>
        Float64Array.from({ length: features.rows }, (_, i) =>
          Math.min(...there.map((c) => squared(rowOf(features, i), rowOf(means, c)))),
        );
    },
  ),
  faultyDetector(
    'partial-training-batch-dropped',
    {
      fault: 'the last partial batch of the training set is left out of the means',
      seenIn: 'drop_last=True while fitting',
      law: 'training-order',
    },
    ({ train, head }) => {
      const used = 32 * Math.floor(train.labels.length / 32) || train.labels.length;
      const labels = train.labels.map((label, i) => (i < used ? label : -1));
      const { means, counts } = classMeans(train.features, labels, head.bias.length);
      const there = Array.from(counts.keys()).filter((c) => counts[c] > 0);
      return ({ features }) =>
        Float64Array.from({ length: features.rows }, (_, i) =>
          Math.min(...there.map((c) => squared(rowOf(features, i), rowOf(means, c)))),
        );
    },
  ),
];

function distances(
  { train, head }: FittingData,
  { divisor, ridge }: { divisor: (n: number) => number; ridge: number },
) {
  const { features, labels } = train;
  const { means, counts } = classMeans(features, labels, head.bias.length);
  const deviations = new Matrix(
    rowsOf(features).map((row, i) => row.map((value, j) => value - rowOf(means, labels[i])[j])),
  );
  const covariance = deviations.transpose().mmul(deviations).div(divisor(features.rows));
  const precision = inverse(covariance.add(Matrix.eye(features.columns).mul(ridge)));
  const there = Array.from(counts.keys()).filter((c) => counts[c] > 0);
  return ({ features: queries }: { features: Batch }) =>
    Float64Array.from({ length: queries.rows }, (_, i) => {
      const all = there.map((c) => {
        const d = Matrix.rowVector(
          Array.from(rowOf(queries, i), (value, j) => value - rowOf(means, c)[j]),
        );
        return d.mmul(precision).mmul(d.transpose()).get(0, 0);
      });
      return Math.min(...all);
    });
}

function nearest(features: Batch, means: Batch): Float64Array {
  return Float64Array.from({ length: features.rows }, (_, i) =>
    Math.min(
      ...Array.from({ length: means.rows }, (_unused, c) =>
        squared(rowOf(features, i), rowOf(means, c)),
      ),
    ),
  );
}

/** The smallest distance to a class in units of its spread. */
function standardised(
  { train, head }: FittingData,
  spreadOf: (sum: number, count: number) => number,
) {
  const { means, counts } = classMeans(train.features, train.labels, head.bias.length);
  const sums = new Float64Array(means.rows);
  train.labels.forEach((label, i) => {
    sums[label] += squared(rowOf(train.features, i), rowOf(means, label));
  });
  const there = Array.from(counts.keys()).filter((c) => counts[c] > 0);
  return ({ features }: { features: Batch }) =>
    Float64Array.from({ length: features.rows }, (_, i) =>
      Math.min(
        ...there.map(
          (c) => squared(rowOf(features, i), rowOf(means, c)) / spreadOf(sums[c], counts[c]),
        ),
      ),
    );
}

function squared(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, j) => sum + (value - y[j]) ** 2, 0);
}
