import { type Batch, zeroBatch } from './batch.js';

/** Means of the rows of each class. */
export interface ClassMeans {
  /** C × D; NaN for a class without rows. */
  readonly means: Batch;
  /** Rows of each class, shape [C]. */
  readonly counts: Int32Array;
}

/**
 * The mean row of each class. Float64.
 *
 * @param labels - class indices, shape [n]; −1 leaves a row out
 */
export function classMeans(batch: Batch, labels: Int32Array, classes: number): ClassMeans {
  const { rows, columns, values } = batch;
  const means = zeroBatch(classes, columns);
  const counts = new Int32Array(classes);
  for (let i = 0; i < rows; i++) {
    const label = labels[i];
    if (label < 0) continue;
    counts[label]++;
    for (let j = 0; j < columns; j++) {
      means.values[label * columns + j] += values[i * columns + j];
    }
  }
  for (let c = 0; c < classes; c++) {
    for (let j = 0; j < columns; j++) means.values[c * columns + j] /= counts[c];
  }
  return { means, counts };
}

/** The mean of all rows, shape [D]. */
export function meanRow(batch: Batch): Float64Array {
  return classMeans(batch, new Int32Array(batch.rows), 1).means.values;
}
