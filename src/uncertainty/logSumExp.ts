import { checkArguments } from '../errors/checkArguments.js';
import { holdsNumbers, numbers } from '../errors/kinds.js';

/**
 * ln Σ e^{values_i}, without overflow and without losing the small terms.
 *
 * Arithmetic: float64, relative to the largest value: one of the largest is taken out of the sum,
 * so that `largest + log1p(Σ others)` keeps terms far below an ulp of 1.
 *
 * Limits: an empty sum is 0, so its logarithm is −Infinity, as is that of values that are all
 * −Infinity; one +Infinity gives +Infinity. NaN gives NaN, never a number.
 *
 * @param values - any number of doubles, nats
 * @returns nats
 *
 * Source: Blanchard, Higham and Higham 2021, Accurately computing the log-sum-exp and softmax
 * functions, Algorithm 4.1.
 *
 * @example
 * ```ts
 * logSumExp([1000, 1000]); // 1000.6931471805599
 * logSumExp([0, -Infinity]); // 0
 * ```
 */
export function logSumExp(values: ArrayLike<number>): number {
  if (!holdsNumbers(values)) {
    checkArguments('logSumExp', { values: [values, numbers({ infinite: true, nan: true })] });
  }
  const largest = indexOfLargest(values);
  if (largest === -1) return -Infinity;
  const shift = values[largest];
  if (!Number.isFinite(shift)) return shift;
  return shift + Math.log1p(sumBesides(values, largest));
}

/** The first index of the largest value; the first NaN if there is one; −1 if there are none. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let largest = values.length === 0 ? -1 : 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) return i;
    if (values[i] > values[largest]) largest = i;
  }
  return largest;
}

/** Σ e^{values_i − values_besides} over i ≠ besides; `values[besides]` is finite and largest. */
export function sumBesides(values: ArrayLike<number>, besides: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    if (i !== besides) sum += Math.exp(values[i] - values[besides]);
  }
  return sum;
}
