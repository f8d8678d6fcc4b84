import {
  type DataSet,
  dataSetNamed,
  RandomNumbers,
  rowsOfDataSet,
  StandardScaler,
  stratifiedSplit,
} from '../data/index.js';
import type { Batch } from '../detectors/index.js';

/** A data set split and standardised, ready for training and scoring. */
export interface PreparedData {
  readonly data: DataSet;
  readonly scaler: StandardScaler;
  /** Standardised. */
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part & {
    /** Raw units, before standardising. */
    readonly raw: Batch;
  };
}

/** Standardised inputs and labels. */
export interface Part {
  readonly x: Batch;
  readonly y: Int32Array;
}

/**
 * Loads, splits 70/15/15 and standardises a data set. Pixels are in [0, 1] already and stay so.
 *
 * @param options - `rows`: use only so many rows, drawn at random, for trial runs
 */
export async function prepareData(
  name: string,
  seed: number,
  options: { readonly rows?: number } = {},
): Promise<PreparedData> {
  const all = await dataSetNamed(name).load(seed);
  const data = options.rows && options.rows < all.x.rows ? someRows(all, options.rows, seed) : all;
  const split = stratifiedSplit(data, seed);
  const scaler = isImage(name)
    ? new StandardScaler(new Float64Array(data.x.columns), new Float64Array(data.x.columns).fill(1))
    : StandardScaler.fit(split.train.x);
  const part = ({ x, y }: DataSet): Part => ({ x: scaler.transform(x), y });
  return {
    data,
    scaler,
    train: part(split.train),
    validation: part(split.validation),
    test: { ...part(split.test), raw: split.test.x },
  };
}

/** Whether the inputs are pixels. */
export function isImage(name: string): boolean {
  return name.endsWith('mnist');
}

function someRows(data: DataSet, rows: number, seed: number): DataSet {
  const order = new RandomNumbers(seed, 'rows').permutation(data.x.rows);
  return rowsOfDataSet(data, order.subarray(0, rows));
}
