import { checkArguments } from '../errors/checkArguments.js';
import { holdsNumbers, numbers } from '../errors/kinds.js';
import { indexOfLargest, sumBesides } from './logSumExp.js';

/**
 * The softmax `p_c = e^{f_c} / Σ_c' e^{f_c'}` of logits.
 *
 * Arithmetic: float64 relative to the largest logit, so every difference of two doubles is safe,
 * ±1e308 included; a probability below 5e-324 is 0. For 1 − p_c see `complements`, for ln p_c
 * `logSoftmax`: neither can be had from p without losing what matters at saturation.
 *
 * Limits: logits tied at +Infinity share the mass equally and the rest get 0 (one alone gives
 * one-hot); −Infinity gets 0, unless all are −Infinity: then all are tied and the mass is shared.
 * Any NaN makes every probability NaN.
 *
 * @param logits - shape [C], nats, C ≥ 1
 * @returns shape [C]
 * @throws InputError `empty` if there is no class
 *
 * Source: paper A, equation 1.
 *
 * @example
 * ```ts
 * softmax([5, 5]); // Float64Array [0.5, 0.5]
 * softmax([1e308, -1e308]); // Float64Array [1, 0]
 * softmax([Infinity, Infinity, 0]); // Float64Array [0.5, 0.5, 0]
 * ```
 */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const largest = largestLogit('softmax', logits);
  const shift = logits[largest];
  if (!Number.isFinite(shift)) return sharedAmongLargest(logits, shift);
  const total = 1 + sumBesides(logits, largest);
  return Float64Array.from(logits, (logit) => Math.exp(logit - shift) / total);
}

/**
 * The logarithms of the softmax, `ln p_c`, finite where `p_c` itself is below the smallest double.
 *
 * Arithmetic: float64, with ln p near 0 accurate in the relative sense too (p = 1 − 1e-20 gives
 * −1e-20). Limits as `softmax`: a probability that is 0 in the limit has −Infinity.
 *
 * @param logits - shape [C], nats, C ≥ 1
 * @returns shape [C], nats, every entry ≤ 0
 * @throws InputError `empty` if there is no class
 *
 * @example
 * ```ts
 * logSoftmax([0, -2000]); // Float64Array [0, -2000]
 * ```
 */
export function logSoftmax(logits: ArrayLike<number>): Float64Array {
  const largest = largestLogit('logSoftmax', logits);
  const shift = logits[largest];
  if (!Number.isFinite(shift)) return sharedAmongLargest(logits, shift).map(Math.log);
  const logTotal = Math.log1p(sumBesides(logits, largest));
  return Float64Array.from(logits, (logit) => logit - shift - logTotal);
}

/**
 * The index of the largest logit, or of a NaN.
 *
 * @throws InputError `wrong_type`, `empty`
 */
export function largestLogit(where: string, logits: ArrayLike<number>): number {
  // Asked first, for it is cheap: these functions run for every row and member.
  if (!holdsNumbers(logits) || logits.length === 0) {
    checkArguments(where, { logits: [logits, LOGITS] });
  }
  return indexOfLargest(logits);
}

/** The logits of one network. Infinite ones stand for their limits; a NaN makes NaN of the rest. */
export const LOGITS = numbers({
  least: 1,
  infinite: true,
  nan: true,
  remedy: 'pass one logit per class',
});

/** The limit when the largest logit is infinite; all NaN if it is NaN. */
export function sharedAmongLargest(logits: ArrayLike<number>, largest: number): Float64Array {
  if (Number.isNaN(largest)) return new Float64Array(logits.length).fill(Number.NaN);
  let ties = 0;
  for (let c = 0; c < logits.length; c++) if (logits[c] === largest) ties++;
  return Float64Array.from(logits, (logit) => (logit === largest ? 1 / ties : 0));
}
