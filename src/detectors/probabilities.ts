import { type Batch, zeroBatch } from './batch.js';
import { gammaOf } from './infinity/interval.js';

/**
 * Row-wise softmax(logits / temperature), shifted by each row's largest: n × C. Float64.
 *
 * The shift is by row. Shifting by the largest logit of the batch makes rows underflow together
 * with rows they have nothing to do with.
 */
export function probabilities({ rows, columns, values }: Batch, temperature = 1): Batch {
  const out = zeroBatch(rows, columns);
  for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
    let pivot = values[offset];
    for (let c = 1; c < columns; c++) {
      const value = values[offset + c];
      if (temperature > 0 ? value > pivot : value < pivot) pivot = value;
    }
    let total = 0;
    for (let c = 0; c < columns; c++) {
      // Subtracted before the division: close logits of any size keep their difference exactly.
      const weight = Math.exp((values[offset + c] - pivot) / temperature);
      out.values[offset + c] = weight;
      total += weight;
    }
    for (let c = 0; c < columns; c++) out.values[offset + c] = out.values[offset + c] / total;
  }
  return out;
}

/**
 * How far an entry of `probabilities` may be off, where no logit is off by more than `logitError`.
 *
 * An entry p moves by at most 2 p (1 − p) ≤ ½ of what the logits over the temperature move; the sum,
 * the exponentials and the quotients round, each of something that is at most 1.
 */
export function probabilityError(classes: number, logitError: number, temperature = 1): number {
  // The one class there is has the probability 1, in doubles as well.
  if (classes === 1) return 0;
  return logitError / (2 * Math.abs(temperature)) + gammaOf(classes + 16);
}

/** The largest entry of each row, negated: the novelty of a confidence. Shape [n]. */
export function negatedMaxima({ rows, columns, values }: Batch): Float64Array {
  const out = new Float64Array(rows);
  for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
    let largest = values[offset];
    for (let c = 1; c < columns; c++) largest = Math.max(largest, values[offset + c]);
    out[i] = -largest;
  }
  return out;
}
