import { checkArguments } from '../errors/checkArguments.js';
import { whole } from '../errors/kinds.js';
import { indexOfLargest, logSumExp, sumBesides } from './logSumExp.js';
import { LOGITS, largestLogit, logSoftmax, sharedAmongLargest } from './softmax.js';

/**
 * `1 − p_c` for every class, without cancellation: the sum of the other probabilities.
 *
 * At saturation `1 − p_k` is e^{−γt}, far below the rounding of p_k; subtracting p_k from 1 would
 * give 0. Arithmetic: float64, a small relative error for every class; limits as `softmax`.
 *
 * @param logits - shape [C], nats, C ≥ 1
 * @returns shape [C]
 * @throws InputError `empty` if there is no class
 *
 * @example
 * ```ts
 * complements([0, -50]); // Float64Array [1.9287498479639178e-22, 1]
 * ```
 */
export function complements(logits: ArrayLike<number>): Float64Array {
  const largest = largestLogit('complements', logits);
  const shift = logits[largest];
  if (!Number.isFinite(shift)) {
    return sharedAmongLargest(logits, shift).map((probability) => 1 - probability);
  }
  const others = sumBesides(logits, largest);
  const total = 1 + others;
  // Besides the largest, p_c ≤ 1/2, and 1 − p_c loses nothing.
  return Float64Array.from(logits, (logit, c) =>
    c === largest ? others / total : 1 - Math.exp(logit - shift) / total,
  );
}

/**
 * `ln(1 − p_c)` for every class: its slope in t tends to −γ on a saturating tail.
 *
 * Arithmetic: float64, finite where 1 − p_c is below the smallest double; limits as `softmax`.
 *
 * @param logits - shape [C], nats, C ≥ 1
 * @returns shape [C], nats, every entry ≤ 0; −Infinity if p_c = 1
 * @throws InputError `empty` if there is no class
 *
 * Source: claim `saturation-rate`.
 *
 * @example
 * ```ts
 * logComplements([0, -2000]); // Float64Array [-2000, 0]
 * ```
 */
export function logComplements(logits: ArrayLike<number>): Float64Array {
  const largest = largestLogit('logComplements', logits);
  const logProbabilities = logSoftmax(logits);
  if (!Number.isFinite(logits[largest])) {
    return logProbabilities.map((value) => Math.log(-Math.expm1(value)));
  }
  const others = logSumExp(Array.from(logits).filter((_, c) => c !== largest));
  // `+ 0` turns −0 into 0.
  return logProbabilities.map((value, c) =>
    c === largest ? others - logits[largest] + value : Math.log1p(-Math.exp(value)) + 0,
  );
}

/**
 * The log-odds `ln(p_c / (1 − p_c)) = f_c − ln Σ_{c'≠c} e^{f_c'}` of one class: strictly increasing
 * in p_c whatever C, which the logit alone is not.
 *
 * Arithmetic: float64. +Infinity if the other logits are all −Infinity or there are none; NaN if a
 * logit is NaN or the class and another are at the same infinity.
 *
 * @param logits - shape [C], nats
 * @param classIndex - 0 … C − 1
 * @returns nats
 *
 * Source: claim `monotone-logits`, repaired.
 *
 * @example
 * ```ts
 * logOdds([3, 1], 0); // 2
 * ```
 */
export function logOdds(logits: ArrayLike<number>, classIndex: number): number {
  checkArguments('logOdds', { logits: [logits, LOGITS] });
  checkArguments('logOdds', { classIndex: [classIndex, whole(0, logits.length - 1)] });
  const others = Array.from(logits).filter((_, c) => c !== classIndex);
  const largest = indexOfLargest(others);
  if (largest === -1) return Infinity;
  const shift = others[largest];
  // The difference to the largest first: two logits near 1e308 differ by less than their sum.
  const difference = logits[classIndex] - shift;
  if (!Number.isFinite(shift)) return difference;
  return difference - Math.log1p(sumBesides(others, largest));
}
