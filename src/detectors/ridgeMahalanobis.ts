import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { InputError } from '../errors/inputError.js';
import { type Batch, rowOf, rowsOf, selectRows, zeroBatch } from './batch.js';
import { classMeans, meanRow } from './classMeans.js';
import type { MahalanobisModel } from './mahalanobis.js';
import { precisionOf, type Whitening, whiten } from './whitening.js';

/** What is added to the diagonal of a scatter. */
export const RIDGE = 1e-6;

/**
 * Whitening by the scatter of rows about their centres plus a ridge, `Σ d·dᵀ/divisor + 1e-6·I`.
 *
 * `root` is the inverse of its Cholesky factor: of full rank, so that the quadratic form is positive
 * in every direction, and most so in those the data did not move in. Float64.
 *
 * @param centerOf - the centre of row i, shape [D]
 */
export function ridgeWhitening(
  batch: Batch,
  center: Float64Array,
  centerOf: (row: number) => Float64Array,
  divisor: number,
): Whitening {
  const { rows, columns } = batch;
  const scatter = Matrix.zeros(columns, columns);
  for (let i = 0; i < rows; i++) {
    const x = rowOf(batch, i);
    const mean = centerOf(i);
    for (let a = 0; a < columns; a++) {
      const factor = x[a]! - mean[a]!;
      if (factor === 0) continue;
      for (let b = 0; b < columns; b++) {
        scatter.set(a, b, scatter.get(a, b) + factor * (x[b]! - mean[b]!));
      }
    }
  }
  for (let a = 0; a < columns; a++) {
    for (let b = 0; b < columns; b++) scatter.set(a, b, scatter.get(a, b) / divisor);
    scatter.set(a, a, scatter.get(a, a) + RIDGE);
  }
  return { center, root: inverseOfLower(new CholeskyDecomposition(scatter).lowerTriangularMatrix) };
}

/**
 * Class means under the scatter within classes, divided by n − 1, with a ridge: pytorch-ood's.
 * Classes without rows take no part.
 */
export function ridgeModel(features: Batch, labels: Int32Array, classes: number): MahalanobisModel {
  const { means, counts } = classMeans(features, labels, classes);
  const center = meanRow(features);
  const centers = Array.from(counts, (_, c) => rowOf(means, c));
  const whitening = ridgeWhitening(
    features,
    center,
    (row) => centers[labels[row]!]!,
    Math.max(1, features.rows - 1),
  );
  const taking = Array.from(counts.keys()).filter((c) => counts[c]! > 0);
  return {
    means,
    counts,
    center,
    whitening,
    whitenedMeans: whiten(whitening, selectRows(means, taking)),
  };
}

/** What such a model found, as parameters. */
export function ridgeParameters({ means, counts, whitening }: MahalanobisModel) {
  return {
    classMeans: rowsOf(means).filter((_, c) => counts[c]! > 0),
    precision: precisionOf(whitening),
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

/** The inverse of a lower triangular matrix, by forward substitution. */
function inverseOfLower(lower: Matrix): Batch {
  const size = lower.rows;
  const out = zeroBatch(size, size);
  for (let column = 0; column < size; column++) {
    for (let row = column; row < size; row++) {
      let sum = row === column ? 1 : 0;
      for (let k = column; k < row; k++) sum -= lower.get(row, k) * out.values[k * size + column]!;
      out.values[row * size + column] = sum / lower.get(row, row);
    }
  }
  return out;
}
