import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { InputError } from '../errors/inputError.js';
import { Rational } from '../exact/rational.js';
import { type Batch, rowOf, rowsOf, selectRows, zeroBatch } from './batch.js';
import { classMeans, meanRow } from './classMeans.js';
import { type GermVector, isConstant, toNumbers } from './infinity/germVector.js';
import { gammaOf, type Interval } from './infinity/interval.js';
import { compareAtInfinity, type Quadratic, squaredNorm } from './infinity/quadraticGerm.js';
import { momentError, secondMoment } from './secondMoment.js';
import { symmetricSpectrum } from './spectrum.js';
import { precisionOf, type Whitener, whiten, whitenGerms } from './whitening.js';

/** What is added to the diagonal of a scatter. */
const RIDGE = 1e-6;

/** A positive definite form `P = (Σ d·dᵀ/divisor + 1e-6·I)⁻¹`, as a whitening: `P = rootᵀ·root`. */
export interface RidgeForm extends Whitener {
  /**
   * What rounding may do to the form along any direction, relative: that of the scatter over its
   * least eigenvalue, which is at least the ridge.
   */
  readonly rounding: number;
}

/**
 * Whitening by the scatter of rows about their centres plus a ridge.
 *
 * `root` is the inverse of its Cholesky factor: of full rank, so that the quadratic form is positive
 * in every direction, and most so in those the data did not move in. Where the ridge is below the
 * rounding of a scatter of 1e9 and more, there is no such factor, and `root` is made of eigenvectors.
 * Float64.
 *
 * @param centerOf - the centre of row i, shape [D]
 * @param errors - shape [D]: how far each feature of any row may be off
 */
export function ridgeForm(
  batch: Batch,
  center: Float64Array,
  centerOf: (row: number) => Float64Array,
  divisor: number,
  errors: Float64Array,
): RidgeForm {
  const { rows, columns } = batch;
  const moment = secondMoment(rows, columns, (i, d) => {
    const x = rowOf(batch, i);
    const mean = centerOf(i);
    for (let j = 0; j < columns; j++) d[j] = x[j] - mean[j];
  });
  const weight = rows / divisor;
  const scatter = new Matrix(
    Array.from({ length: columns }, (_, a) =>
      Array.from({ length: columns }, (_, b) => {
        const value = moment[a * columns + b] * weight;
        return a === b ? value + RIDGE : value;
      }),
    ),
  );
  const trace = moment.reduce((sum, v, k) => (k % (columns + 1) === 0 ? sum + v : sum), 0);
  const off =
    momentError(
      rows,
      trace,
      errors.map((error) => 2 * error),
    ) * weight;
  // Cholesky's factor is that of a matrix off by γ·trace (Higham, theorem 10.3); its inverse again.
  const factorised = 4 * gammaOf(columns + 2) * columns * (trace * weight + columns * RIDGE);
  const cholesky = new CholeskyDecomposition(scatter);
  return {
    center,
    root: cholesky.isPositiveDefinite()
      ? inverseOfLower(cholesky.lowerTriangularMatrix)
      : rootBySpectrum(
          moment.map((value) => value * weight),
          columns,
        ),
    rounding: (off + factorised) / RIDGE,
  };
}

/** Class means under the scatter within classes with a ridge. */
export interface RidgeModel {
  readonly means: Batch;
  readonly counts: Int32Array;
  readonly whitening: RidgeForm;
  /** The whitened means of the classes with rows: m × D. */
  readonly whitenedMeans: Batch;
  readonly notes: readonly string[];
}

/** Class means under the scatter within classes, divided by n − 1, with a ridge: pytorch-ood's. */
export function ridgeModel(
  features: Batch,
  labels: Int32Array,
  classes: number,
  errors: Float64Array,
): RidgeModel {
  const { means, counts } = classMeans(features, labels, classes);
  const centers = Array.from(counts, (_, c) => rowOf(means, c));
  const whitening = ridgeForm(
    features,
    meanRow(features),
    (row) => centers[labels[row]],
    Math.max(1, features.rows - 1),
    errors,
  );
  const classesWith = (rows: boolean) =>
    Array.from(counts.keys()).filter((c) => counts[c] > 0 === rows);
  const empty = classesWith(false);
  return {
    means,
    counts,
    whitening,
    whitenedMeans: whiten(whitening, selectRows(means, classesWith(true))),
    notes:
      empty.length > 0 ? [`classes without training rows take no part: ${empty.join(', ')}`] : [],
  };
}

/** What such a model found, as parameters. */
export function ridgeParameters({ means, counts, whitening }: RidgeModel) {
  return {
    classMeans: rowsOf(means).filter((_, c) => counts[c] > 0),
    precision: precisionOf(whitening),
  };
}

/** What a squared distance under a ridge does along a tail. */
export interface RidgeTail {
  /** Of the stored parameters. Exact. */
  readonly stored: Quadratic;
  /** Whether no unit moves, so that the distance is constant. */
  readonly still: boolean;
  /** Where the coefficient of t² lies, whatever rounding did to the fit; above 0 unless still. */
  readonly quadratic: Interval;
}

/** What `min_c (z − μ_c)ᵀ P (z − μ_c)` is for all large t. */
export function nearestRidgeTail(
  { whitening, whitenedMeans }: RidgeModel,
  x: GermVector,
): RidgeTail {
  const white = whitenGerms(whitening, x);
  let nearest: Quadratic | null = null;
  for (let m = 0; m < whitenedMeans.rows; m++) {
    const mean = rowOf(whitenedMeans, m);
    const distance = squaredNorm({
      slope: white.slope,
      intercept: white.intercept.map((a, r) => a.subtract(Rational.of(mean[r]))),
    });
    if (!nearest || compareAtInfinity(distance, nearest) < 0) nearest = distance;
  }
  return ridgeTailOf(whitening, nearest!, x);
}

/** What `(z − μ)ᵀ P (z − μ)` is for all large t, μ the centre of a form. */
export function ridgeTail(form: RidgeForm, x: GermVector): RidgeTail {
  return ridgeTailOf(form, squaredNorm(whitenGerms(form, x)), x);
}

function ridgeTailOf({ rounding }: RidgeForm, stored: Quadratic, x: GermVector): RidgeTail {
  if (isConstant(x)) return { stored, still: true, quadratic: { lower: 0, upper: 0 } };
  const value = stored[2].toNumber();
  // x'(A + E)⁻¹x is within a factor 1 ± ρ/(1 − ρ) of xA⁻¹x where ‖E‖ is ρ of the least eigenvalue.
  const share = rounding < 0.5 ? 2 * rounding : 1;
  const most = Math.hypot(...toNumbers(x.slope)) ** 2 / RIDGE;
  return {
    stored,
    still: false,
    quadratic: {
      lower: value * (1 - share),
      upper: rounding < 0.5 ? value * (1 + share) : Math.max(value, most),
    },
  };
}

/**
 * Refuses labels as pytorch-ood does: every class below the largest label must have rows.
 *
 * @throws InputError `empty`
 */
export function refuseGaps(id: string, labels: Int32Array): void {
  const largest = labels.reduce((most, label) => Math.max(most, label), 0);
  for (let c = 0; c < largest; c++) {
    if (labels.includes(c)) continue;
    throw new InputError(id, [
      {
        code: 'empty',
        path: `train class ${c}`,
        rule: "must have rows: the variant 'pytorch-ood' fails on a gap in the labels",
        remedy: "use the variant 'paper'",
      },
    ]);
  }
}

/** A root of the inverse of a scatter plus the ridge, whose eigenvalues are at least the ridge. */
function rootBySpectrum(scatter: Float64Array, size: number): Batch {
  const { eigenvalues, vectors } = symmetricSpectrum(scatter, size);
  const out = zeroBatch(size, size);
  for (let k = 0; k < size; k++) {
    const scale = 1 / Math.sqrt(Math.max(0, eigenvalues[k]) + RIDGE);
    for (let j = 0; j < size; j++) out.values[k * size + j] = vectors[k * size + j] * scale;
  }
  return out;
}

/** The inverse of a lower triangular matrix, by forward substitution. */
function inverseOfLower(lower: Matrix): Batch {
  const size = lower.rows;
  const out = zeroBatch(size, size);
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      let sum = row === column ? 1 : 0;
      for (let k = column; k < row; k++) sum -= lower.get(row, k) * out.values[k * size + column];
      out.values[row * size + column] = sum / lower.get(row, row);
    }
  }
  return out;
}
