import { Rational } from '../exact/rational.js';
import { type Batch, rowOf, rowsOf, selectRows } from './batch.js';
import { type ClassMeans, classMeans, meanRow } from './classMeans.js';
import type { FittingData } from './fittingData.js';
import type { GermVector } from './infinity/germVector.js';
import { compareAtInfinity, type Quadratic, squaredNorm } from './infinity/quadraticGerm.js';
import { precisionOf, type Whitening, whiten, whitenGerms, whiteningOf } from './whitening.js';

/** Class means under a shared within-class covariance. */
export interface MahalanobisModel extends ClassMeans {
  readonly whitening: Whitening;
  /** The whitened means of the classes that take part: m × rank. */
  readonly whitenedMeans: Batch;
  /** μ_0, the mean of all rows. */
  readonly center: Float64Array;
}

/**
 * Fits class means and the pooled within-class covariance to the training features.
 *
 * @param emptyClasses - `skip` leaves classes without training rows out; `keep` keeps their NaN
 *   means, which make every distance NaN
 */
export function mahalanobisModel(
  { train, head }: FittingData,
  emptyClasses: 'skip' | 'keep',
): MahalanobisModel {
  const { features, labels } = train;
  const { means, counts } = classMeans(features, labels, head.bias.length);
  const center = meanRow(features);
  const centers = Array.from(counts, (_, c) => rowOf(means, c));
  const whitening = whiteningOf(features, center, (row) => centers[labels[row]!]!);
  const taking = Array.from(counts, (_, c) => c).filter(
    (c) => emptyClasses === 'keep' || counts[c]! > 0,
  );
  return {
    means,
    counts,
    center,
    whitening,
    whitenedMeans: whiten(whitening, selectRows(means, taking)),
  };
}

/** What a model found, as parameters. */
export function mahalanobisParameters({ means, whitening }: MahalanobisModel) {
  return {
    classMeans: rowsOf(means),
    precision: precisionOf(whitening),
    rank: whitening.root.rows,
  };
}

/** `min_c (f − μ_c)ᵀ P (f − μ_c)` for every row; NaN if a mean is. Shape [n]. Float64. */
export function nearestSquaredDistances(model: MahalanobisModel, features: Batch): Float64Array {
  const { whitenedMeans, whitening } = model;
  const rank = whitenedMeans.columns;
  const white = whiten(whitening, features).values;
  // With rank 0 even a NaN mean is multiplied by nothing, but is still a mean that is not there.
  const unknown = model.counts.length === whitenedMeans.rows && model.counts.includes(0);
  const out = new Float64Array(features.rows);
  for (let i = 0; i < features.rows; i++) {
    let nearest = unknown ? Number.NaN : Infinity;
    for (let c = 0; c < whitenedMeans.rows; c++) {
      let sum = 0;
      for (let r = 0; r < rank; r++) {
        sum += (white[i * rank + r]! - whitenedMeans.values[c * rank + r]!) ** 2;
      }
      nearest = Math.min(nearest, sum);
    }
    out[i] = nearest;
  }
  return out;
}

/** The polynomial that `nearestSquaredDistances` is for all large t. Exact. */
export function nearestSquaredDistanceGerm(
  model: MahalanobisModel,
  x: GermVector,
): Quadratic | null {
  if (model.whitenedMeans.values.some(Number.isNaN)) return null;
  const white = whitenGerms(model.whitening, x);
  let nearest: Quadratic | null = null;
  for (let c = 0; c < model.whitenedMeans.rows; c++) {
    const mean = rowOf(model.whitenedMeans, c);
    const distance = squaredNorm({
      slope: white.slope,
      intercept: white.intercept.map((a, r) => a.subtract(Rational.of(mean[r]!))),
    });
    if (!nearest || compareAtInfinity(distance, nearest) < 0) nearest = distance;
  }
  return nearest;
}
