import { Rational } from '../exact/rational.js';
import { type Batch, rowOf, zeroBatch } from './batch.js';
import { exactProduct, type GermVector } from './infinity/germVector.js';
import { gammaOf } from './infinity/interval.js';
import { rowProducts, shiftedRows } from './rowProducts.js';
import { momentError, secondMoment } from './secondMoment.js';
import { type Spectrum, symmetricSpectrum } from './spectrum.js';

/**
 * A map `x ↦ root·(x − center)` under which a Mahalanobis distance is a Euclidean one.
 *
 * `rootᵀ·root` is the pseudo-inverse of a covariance, so the quadratic form is a sum of squares
 * whatever the rounding: it cannot come out negative, which a stored precision matrix can.
 */
export interface Whitening {
  /** Shape [D]. */
  readonly center: Float64Array;
  /** rank × D; row k is the eigenvector of eigenvalue k over its square root. */
  readonly root: Batch;
  /** The columns that the covariance is of; all others are constant about their centre. */
  readonly moving: readonly number[];
  /** Of the covariance of these columns. */
  readonly spectrum: Spectrum;
  /** What rounding may have done to that covariance, in the spectral norm. */
  momentError(): number;
}

/** What it takes to whiten. */
export type Whitener = Pick<Whitening, 'center' | 'root'>;

/** The share of the largest eigenvalue below which a direction counts as one of no variance. */
export const CUTOFF = 1e-10;

/**
 * Whitening by the covariance of rows about their centres, divided by n (maximum likelihood).
 *
 * Directions the data do not move in are dropped, as a pseudo-inverse does: columns that are
 * constant about their centre exactly, others with an eigenvalue of at most `CUTOFF` of the largest.
 * Arithmetic: float64, symmetric eigensolver.
 *
 * @param centerOf - the centre of row i, shape [D]: the mean of the rows that share it
 * @param errors - shape [D]: how far each feature of any row may be off
 */
export function whiteningOf(
  batch: Batch,
  center: Float64Array,
  centerOf: (row: number) => Float64Array,
  errors: Float64Array,
): Whitening {
  const { rows, columns, values } = batch;
  const varies = movingColumns(batch, centerOf);
  // A column of one value is constant in reals too, unless its rounding may have made it so.
  const moving = varies.flatMap((moves, j) => (moves || errors[j] > 0 ? [j] : []));
  const width = moving.length;
  const covariance = secondMoment(rows, width, (i, deviation) => {
    const mean = centerOf(i);
    moving.forEach((column, j) => {
      deviation[j] = varies[column] ? values[i * columns + column] - mean[column] : 0;
    });
  });
  const spectrum = symmetricSpectrum(covariance, width);
  const rank = spectrum.eigenvalues.filter(
    (value) => value > CUTOFF * spectrum.eigenvalues[0],
  ).length;
  const root = zeroBatch(rank, columns);
  for (let k = 0; k < rank; k++) {
    const scale = 1 / Math.sqrt(spectrum.eigenvalues[k]);
    moving.forEach((column, j) => {
      root.values[k * columns + column] = spectrum.vectors[k * width + j] * scale;
    });
  }
  let found: number | undefined;
  return {
    center,
    root,
    moving,
    spectrum,
    momentError() {
      if (found !== undefined) return found;
      const trace = spectrum.eigenvalues.reduce((sum, value) => sum + Math.abs(value), 0);
      const own = Float64Array.from(moving, (column) => 2 * errors[column]);
      // A mean that is off by δ adds δδᵀ and no more: deviations from the true one sum to 0.
      const shift = Math.hypot(...moving.map((column) => meanError(batch, column)));
      found = momentError(rows, trace, own) + shift ** 2;
      return found;
    },
  };
}

/** γ_n·max|x|: what rounding may do to the mean of some of the rows of a column. */
export function meanError({ rows, columns, values }: Batch, column: number): number {
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    largest = Math.max(largest, Math.abs(values[i * columns + column]));
  }
  return gammaOf(rows + 1) * largest;
}

/** `root·(x − center)` for every row: n × rank. Float64. */
export function whiten({ center, root }: Whitener, batch: Batch): Batch {
  return rowProducts(root, shiftedRows(batch, center));
}

/** The germs of whitened activations. Exact for `center` and `root` as stored. */
export function whitenGerms(whitener: Whitener, x: GermVector): GermVector {
  const { root } = whitener;
  // root·(x − center) as root·x − root·center: most intercepts far out are 0, no centre is.
  const center = whitenedCenter(whitener);
  return {
    slope: exactProduct(root, x.slope),
    intercept: exactProduct(root, x.intercept).map((a, r) => a.subtract(center[r])),
  };
}

const centers = new WeakMap<Whitener, readonly Rational[]>();

/** `root·center`. Exact. */
function whitenedCenter(whitener: Whitener): readonly Rational[] {
  let found = centers.get(whitener);
  if (!found) {
    const { center, root } = whitener;
    found = exactProduct(root, Array.from(center, Rational.of));
    centers.set(whitener, found);
  }
  return found;
}

/** `rootᵀ·root`, the precision matrix: D rows of shape [D]. Float64. */
export function precisionOf({ root }: Pick<Whitener, 'root'>): number[][] {
  const { rows, columns, values } = root;
  return Array.from({ length: columns }, (_, a) =>
    Array.from({ length: columns }, (_, b) => {
      let sum = 0;
      for (let r = 0; r < rows; r++) sum += values[r * columns + a] * values[r * columns + b];
      return sum;
    }),
  );
}

/** For each column, whether some row differs from another one with the same centre. */
function movingColumns(batch: Batch, centerOf: (row: number) => Float64Array): boolean[] {
  const first = new Map<Float64Array, Float64Array>();
  const moves = new Array<boolean>(batch.columns).fill(false);
  for (let i = 0; i < batch.rows; i++) {
    const center = centerOf(i);
    const x = rowOf(batch, i);
    const reference = first.get(center);
    if (!reference) first.set(center, x);
    else for (let j = 0; j < x.length; j++) if (x[j] !== reference[j]) moves[j] = true;
  }
  return moves;
}
