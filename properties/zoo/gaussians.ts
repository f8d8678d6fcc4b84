import { Matrix, pseudoInverse } from 'ml-matrix';
import { type Batch, rowOf, rowsOf } from '../../src/detectors/batch.js';

/** Mahalanobis distances, written out for detectors that get one part of them wrong. */
export const squaredDistances = {
  /** The pseudo-inverse of the covariance of rows about a centre each, divisor n. */
  precision(features: Batch, centerOf: (row: number) => Float64Array): Matrix {
    const deviations = new Matrix(
      rowsOf(features).map((row, i) => row.map((value, j) => value - centerOf(i)[j])),
    );
    return pseudoInverse(deviations.transpose().mmul(deviations).div(features.rows));
  },

  /** The distance to the nearest centre; centres that are not numbers take no part. */
  to(features: Batch, centers: readonly Float64Array[], precision: Matrix): Float64Array {
    const there = centers.filter((center) => center.every(Number.isFinite));
    return Float64Array.from({ length: features.rows }, (_, i) => {
      const all = there.map((center) => {
        const d = Matrix.rowVector(Array.from(rowOf(features, i), (value, j) => value - center[j]));
        return d.mmul(precision).mmul(d.transpose()).get(0, 0);
      });
      return Math.min(...all);
    });
  },
};
