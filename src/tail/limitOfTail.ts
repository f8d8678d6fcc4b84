import { exp } from '../exact/elementary.js';
import type { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';

/**
 * The limits of the class probabilities on a tail: of the classes with the largest slope the softmax
 * of their intercepts, of the others 0.
 *
 * Arithmetic: enclosed, outward rounded.
 *
 * @param top - the classes with the largest slope; not empty
 * @param intercept - shape [C], nats
 *
 * Source: claim `regimes` (F2).
 */
export function limitOfTail(top: readonly number[], intercept: readonly Real[]): Real[] {
  if (top.length === 1) return intercept.map((_, c) => (c === top[0] ? Real.one : Real.zero));
  // Of the largest upper end, so that no exponential overflows.
  const largest = top.reduce((best, c) =>
    intercept[c].upper.compare(intercept[best].upper) > 0 ? c : best,
  );
  const shares = new Map(
    top.map((c) => [c, exp(intercept[c].subtract(intercept[largest]))] as const),
  );
  const sum = [...shares.values()].reduce((total, share) => total.add(share));
  return intercept.map((_, c) => shares.get(c)?.divide(sum) ?? Real.zero);
}

/**
 * Logits of the same limits, shape [C]: of the classes with the largest slope their intercepts less
 * the largest of these, each the double nearest to the exact difference; −Infinity for the others.
 * The softmax of logits over a temperature ends in the softmax of these over it.
 *
 * @param top - the classes with the largest slope; not empty
 * @param intercept - shape [C], nats
 *
 * Source: claim `regimes` (F2).
 */
export function limitLogits(top: readonly number[], intercept: readonly Rational[]): Float64Array {
  const largest = top.map((c) => intercept[c]).reduce((x, y) => (x.compare(y) < 0 ? y : x));
  const logits = new Float64Array(intercept.length).fill(-Infinity);
  for (const c of top) logits[c] = intercept[c].subtract(largest).toNumber();
  return logits;
}
