import { type Batch, rowOf } from './batch.js';
import { GRAM_POWERS, gramRow } from './gramFeatures.js';

/** Smallest and largest Gram sum of each class, order and channel. */
export interface GramRanges {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Where the bounds of a class, an order (by its place among the powers) and a channel stand. */
  indexOf(label: number, order: number, channel: number): number;
  /** What a deviation from a bound is relative to. */
  sizeOf(bound: number): number;
}

/**
 * The ranges of Gram sums over the rows of each class.
 *
 * @param labels - −1 leaves a row out
 * @param form - `robust`: relative to |bound| + 1e-6, and a class without rows has the ranges of
 *   all; `published`: relative to |bound + 1e-6|, and a class without rows has no range
 */
export function gramRanges(
  features: Batch,
  labels: Int32Array,
  classes: number,
  form: 'robust' | 'published',
): GramRanges {
  const width = features.columns;
  const size = width * GRAM_POWERS.length;
  const lower = new Float64Array(classes * size).fill(Infinity);
  const upper = new Float64Array(classes * size).fill(-Infinity);
  const row = new Float64Array(width);
  for (let i = 0; i < features.rows; i++) {
    if (labels[i] < 0) continue;
    GRAM_POWERS.forEach((power, p) => {
      gramRow(rowOf(features, i), power, row);
      const base = labels[i] * size + p * width;
      for (let j = 0; j < width; j++) {
        lower[base + j] = Math.min(lower[base + j], row[j]);
        upper[base + j] = Math.max(upper[base + j], row[j]);
      }
    });
  }
  if (form === 'robust') fillEmpty(lower, upper, classes, size);
  return {
    lower,
    upper,
    indexOf: (label, order, channel) => label * size + order * width + channel,
    sizeOf:
      form === 'robust' ? (bound) => Math.abs(bound) + 1e-6 : (bound) => Math.abs(bound + 1e-6),
  };
}

/**
 * How far every row is outside the ranges of its class, relative to their ends, summed over channels
 * and, each order over `unit`, over orders. Shape [n]; 0 where the label is −1.
 */
export function deviationsFrom(
  { lower, upper, indexOf, sizeOf }: GramRanges,
  features: Batch,
  labels: Int32Array,
  unit = 1,
): Float64Array {
  const row = new Float64Array(features.columns);
  const out = new Float64Array(features.rows);
  for (let i = 0; i < out.length; i++) {
    if (labels[i] < 0) continue;
    GRAM_POWERS.forEach((power, p) => {
      gramRow(rowOf(features, i), power, row);
      const base = indexOf(labels[i], p, 0);
      let sum = 0;
      for (let j = 0; j < row.length; j++) {
        const [least, most] = [lower[base + j], upper[base + j]];
        if (row[j] < least) sum += (least - row[j]) / sizeOf(least);
        else if (row[j] > most) sum += (row[j] - most) / sizeOf(most);
      }
      out[i] += sum / unit;
    });
  }
  return out;
}

function fillEmpty(lower: Float64Array, upper: Float64Array, classes: number, size: number): void {
  const empty = (c: number) => lower[c * size] === Infinity;
  const filled = Array.from({ length: classes }, (_, c) => c).filter((c) => !empty(c));
  for (let c = 0; c < classes; c++) {
    if (!empty(c)) continue;
    for (let k = 0; k < size; k++) {
      lower[c * size + k] = Math.min(...filled.map((other) => lower[other * size + k]));
      upper[c * size + k] = Math.max(...filled.map((other) => upper[other * size + k]));
    }
  }
}
