import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { Rational } from '../exact/rational.js';
import { type Batch, rowOf, zeroBatch } from './batch.js';
import { exactDot, type GermVector } from './infinity/germVector.js';

/**
 * A map `x ↦ root·(x − center)` under which a Mahalanobis distance is a Euclidean one.
 *
 * `rootᵀ·root` is the pseudo-inverse of a covariance, so the quadratic form is a sum of squares
 * whatever the rounding: it cannot come out negative, which a stored precision matrix can.
 */
export interface Whitening {
  /** Shape [D]. */
  readonly center: Float64Array;
  /** rank × D. */
  readonly root: Batch;
}

/**
 * Whitening by the covariance of rows about their centres, divided by n (maximum likelihood).
 *
 * Directions the data do not move in are dropped, as a pseudo-inverse does: columns that are
 * constant about their centre exactly, others with an eigenvalue of at most 1e-10 of the largest.
 * Arithmetic: float64, symmetric eigensolver.
 *
 * @param centerOf - the centre of row i, shape [D]
 */
export function whiteningOf(
  batch: Batch,
  center: Float64Array,
  centerOf: (row: number) => Float64Array,
): Whitening {
  const { rows, columns } = batch;
  const moving = movingColumns(batch, centerOf);
  const width = moving.length;
  const covariance = Matrix.zeros(width, width);
  const deviation = new Float64Array(width);
  for (let i = 0; i < rows; i++) {
    const x = rowOf(batch, i);
    const mean = centerOf(i);
    for (let j = 0; j < width; j++) deviation[j] = x[moving[j]!]! - mean[moving[j]!]!;
    addOuterProduct(covariance, deviation);
  }
  for (let a = 0; a < width; a++) {
    for (let b = 0; b <= a; b++) {
      const value = covariance.get(a, b) / rows;
      covariance.set(a, b, value);
      covariance.set(b, a, value);
    }
  }
  return { center, root: inverseRoot(covariance, moving, columns) };
}

/** `root·(x − center)` for every row: n × rank. Float64. */
export function whiten({ center, root }: Whitening, batch: Batch): Batch {
  const { rows, columns, values } = batch;
  const out = zeroBatch(batch.rows, root.rows);
  const deviation = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    const offset = i * columns;
    for (let j = 0; j < columns; j++) deviation[j] = values[offset + j]! - center[j]!;
    for (let r = 0; r < root.rows; r++) {
      const row = r * columns;
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += root.values[row + j]! * deviation[j]!;
      out.values[i * root.rows + r] = sum;
    }
  }
  return out;
}

/** The germs of whitened activations. Exact for `center` and `root` as stored. */
export function whitenGerms({ center, root }: Whitening, x: GermVector): GermVector {
  const shifted = x.intercept.map((a, j) => a.subtract(Rational.of(center[j]!)));
  const rows = Array.from({ length: root.rows }, (_, r) => rowOf(root, r));
  return {
    slope: rows.map((row) => exactDot(row, x.slope)),
    intercept: rows.map((row) => exactDot(row, shifted)),
  };
}

/** `rootᵀ·root`, the precision matrix: D rows of shape [D]. Float64. */
export function precisionOf({ root }: Whitening): number[][] {
  const { rows, columns, values } = root;
  return Array.from({ length: columns }, (_, a) =>
    Array.from({ length: columns }, (_, b) => {
      let sum = 0;
      for (let r = 0; r < rows; r++) sum += values[r * columns + a]! * values[r * columns + b]!;
      return sum;
    }),
  );
}

/** Columns in which some row differs from another one with the same centre. */
function movingColumns(batch: Batch, centerOf: (row: number) => Float64Array): number[] {
  const first = new Map<Float64Array, Float64Array>();
  const moves = new Array<boolean>(batch.columns).fill(false);
  for (let i = 0; i < batch.rows; i++) {
    const center = centerOf(i);
    const x = rowOf(batch, i);
    const reference = first.get(center);
    if (!reference) first.set(center, x);
    else for (let j = 0; j < x.length; j++) if (x[j] !== reference[j]) moves[j] = true;
  }
  return moves.flatMap((moving, j) => (moving ? [j] : []));
}

/** Adds the lower triangle of d·dᵀ. */
function addOuterProduct(matrix: Matrix, d: Float64Array): void {
  for (let a = 0; a < d.length; a++) {
    const factor = d[a]!;
    if (factor === 0) continue;
    for (let b = 0; b <= a; b++) matrix.set(a, b, matrix.get(a, b) + factor * d[b]!);
  }
}

function inverseRoot(covariance: Matrix, moving: readonly number[], columns: number): Batch {
  if (moving.length === 0) return zeroBatch(0, columns);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const cutoff = 1e-10 * Math.max(...realEigenvalues);
  const kept = realEigenvalues.flatMap((value, k) => (value > cutoff ? [k] : []));
  const root = zeroBatch(kept.length, columns);
  kept.forEach((k, r) => {
    const scale = 1 / Math.sqrt(realEigenvalues[k]!);
    moving.forEach((column, j) => {
      root.values[r * columns + column] = eigenvectorMatrix.get(j, k) * scale;
    });
  });
  return root;
}
