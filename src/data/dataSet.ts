import type { Batch } from '../detectors/index.js';

/** Labelled data for a classification task. */
export interface DataSet {
  /** As in `--data`. */
  readonly name: string;
  /** One name per column of x. */
  readonly features: readonly string[];
  /** Class names, in the order of the labels. */
  readonly classes: readonly string[];
  /** n × features, raw units, finite. */
  readonly x: Batch;
  /** Class indices, shape [n]. */
  readonly y: Int32Array;
  /** Where it comes from, to be cited. */
  readonly source: string;
  /** SHA-256 of the files or the seed it was made from: what a cache may rely on. */
  readonly fingerprint: string;
  /** What a reader should know before comparing. */
  readonly notes: readonly string[];
}

/** The same data set with some of its rows, in the order given. */
export function rowsOfDataSet(data: DataSet, rows: ArrayLike<number>): DataSet {
  const { columns, values } = data.x;
  const picked = new Float64Array(rows.length * columns);
  const labels = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    picked.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
    labels[i] = data.y[row];
  }
  return { ...data, x: { rows: rows.length, columns, values: picked }, y: labels };
}
