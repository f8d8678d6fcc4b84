import { Rational } from '../exact/rational.js';
import { type Batch, rowOf, rowsOf, selectRows } from './batch.js';
import { type ClassMeans, classMeans, meanRow } from './classMeans.js';
import type { FittingData, LabelledObservations } from './fittingData.js';
import type { GermVector } from './infinity/germVector.js';
import type { Interval } from './infinity/interval.js';
import { compareAtInfinity, type Quadratic, squaredNorm } from './infinity/quadraticGerm.js';
import { featureErrors, type Observations } from './observations.js';
import { isSettledFinite } from './settled.js';
import { whitenedLength, whitenedLengthError, whitenedSpeed } from './whitenedLength.js';
import {
  meanError,
  precisionOf,
  type Whitener,
  type Whitening,
  whiten,
  whitenGerms,
  whiteningOf,
} from './whitening.js';

/** Class means under a shared within-class covariance. */
export interface MahalanobisModel extends ClassMeans {
  readonly whitening: Whitening;
  /** The whitened means of the classes that take part: m × rank. */
  readonly whitenedMeans: Batch;
  /** μ_0, the mean of all rows. */
  readonly center: Float64Array;
  /** The classes that take part, in the order of `whitenedMeans`. */
  readonly taking: readonly number[];
  /** How far any mean may be off, ‖·‖₂. */
  readonly meanError: number;
  readonly notes: readonly string[];
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
  const classes = head.bias.length;
  if (!isSettledFinite(train)) return fittedModel(train, classes, emptyClasses);
  const byChoice = shared.get(train) ?? new Map<string, MahalanobisModel>();
  shared.set(train, byChoice);
  const choice = `${classes} ${emptyClasses}`;
  const model = byChoice.get(choice) ?? fittedModel(train, classes, emptyClasses);
  byChoice.set(choice, model);
  return model;
}

/** Of settled training rows: detectors that are fitted on the same ones have the same model. */
const shared = new WeakMap<LabelledObservations, Map<string, MahalanobisModel>>();

function fittedModel(
  train: LabelledObservations,
  classes: number,
  emptyClasses: 'skip' | 'keep',
): MahalanobisModel {
  const { features, labels } = train;
  const { means, counts } = classMeans(features, labels, classes);
  const center = meanRow(features);
  const centers = Array.from(counts, (_, c) => rowOf(means, c));
  const errors = featureErrors(train);
  const whitening = whiteningOf(features, center, (row) => centers[labels[row]], errors);
  const taking = Array.from(counts, (_, c) => c).filter(
    (c) => emptyClasses === 'keep' || counts[c] > 0,
  );
  return {
    means,
    counts,
    center,
    whitening,
    whitenedMeans: whiten(whitening, selectRows(means, taking)),
    taking,
    meanError: Math.hypot(...errors.map((error, j) => error + meanError(features, j))),
    notes: notesOf(counts, whitening),
  };
}

/** What was fitted otherwise than on full classes and moving features. */
function notesOf(counts: Int32Array, { root }: Whitening): string[] {
  const empty = Array.from(counts.keys()).filter((c) => counts[c] === 0);
  const { rows: rank, columns: width } = root;
  return [
    ...(empty.length > 0
      ? [`classes without training rows take no part: ${empty.join(', ')}`]
      : []),
    ...(rank === 0
      ? ['the features do not vary within a class: every distance is 0']
      : rank < width
        ? [
            `the features vary within classes in ${rank} of ${width} dimensions: the others count for nothing`,
          ]
        : []),
  ];
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
export function nearestSquaredDistances(
  model: Pick<MahalanobisModel, 'counts' | 'whitenedMeans'> & { readonly whitening: Whitener },
  features: Batch,
): Float64Array {
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
        sum += (white[i * rank + r] - whitenedMeans.values[c * rank + r]) ** 2;
      }
      nearest = Math.min(nearest, sum);
    }
    out[i] = nearest;
  }
  return out;
}

/** What a squared distance does along a tail. */
export interface DistanceTail {
  /** The polynomial that the stored parameters make of it. Exact. */
  readonly stored: Quadratic;
  /** Where the coefficient of t² lies, whatever rounding did to the fit; exactly 0 if it is. */
  readonly quadratic: Interval;
  /** Where the distance lies if it does not grow. */
  readonly constant: Interval;
}

/**
 * What `min_c (z − μ_c)ᵀ P (z − μ_c)` is for all large t; null if a mean is NaN.
 *
 * All classes have ΔᵀPΔ in common. It is a square, so that the distance is constant where it is 0.
 */
export function nearestDistanceTail(model: MahalanobisModel, x: GermVector): DistanceTail | null {
  if (model.whitenedMeans.values.some(Number.isNaN)) return null;
  const white = whitenGerms(model.whitening, x);
  let nearest: Quadratic | null = null;
  let constant: Interval = { lower: Infinity, upper: Infinity };
  model.taking.forEach((c, m) => {
    const mean = rowOf(model.whitenedMeans, m);
    const distance = squaredNorm({
      slope: white.slope,
      intercept: white.intercept.map((a, r) => a.subtract(Rational.of(mean[r]))),
    });
    if (!nearest || compareAtInfinity(distance, nearest) < 0) nearest = distance;
    const center = rowOf(model.means, c);
    const start = x.intercept.map((a, j) => a.subtract(Rational.of(center[j])));
    const from = whitenedLength(model.whitening, start, model.meanError);
    constant = {
      lower: Math.min(constant.lower, from.lower),
      upper: Math.min(constant.upper, from.upper),
    };
  });
  if (!nearest) return null;
  return { stored: nearest, quadratic: whitenedSpeed(model.whitening, x), constant };
}

/** What `(z − μ)ᵀ P (z − μ)` is for all large t, μ the centre of a whitening. */
export function distanceTail(whitening: Whitening, x: GermVector, meanError: number): DistanceTail {
  const start = x.intercept.map((a, j) => a.subtract(Rational.of(whitening.center[j])));
  return {
    stored: squaredNorm(whitenGerms(whitening, x)),
    quadratic: whitenedSpeed(whitening, x),
    constant: whitenedLength(whitening, start, meanError),
  };
}

/** How far `nearestSquaredDistances` of any row may be off. */
export function distanceError(model: MahalanobisModel, observations: Observations): number {
  const centers = model.taking.map((c) => rowOf(model.means, c));
  const error = Math.hypot(...featureErrors(observations)) + model.meanError;
  return whitenedLengthError(model.whitening, observations.features, centers, error);
}

/** Whether a distance is known not to change. */
export function isStill({ quadratic }: DistanceTail): boolean {
  return quadratic.lower === 0 && quadratic.upper === 0;
}
