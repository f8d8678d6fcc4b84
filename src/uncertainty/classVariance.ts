import { type Members, type Prediction, predictionOf } from './prediction.js';

/**
 * The class variance `(1/C) Σ_c (E[p_c²] − E[p_c]²)`, E the mean over the members. Higher = more
 * disagreement.
 *
 * Computed as the mean square of p_c − p̄_c: a difference of two means of squares could come out
 * negative. Arithmetic: float64; 0 exactly when all members' probabilities are equal doubles, and
 * also where the squares are below 5e-324. NaN gives NaN.
 *
 * @param source - the members' logits, shape [K][C], or a prediction
 * @returns at least 0
 * @throws InputError as `predict`
 *
 * Source: paper A, section 3.3.
 *
 * @example
 * ```ts
 * classVariance([[0, -Infinity], [-Infinity, 0]]); // 0.25
 * ```
 */
export function classVariance(source: Members | Prediction): number {
  const { deviations, mean } = predictionOf(source);
  let sum = 0;
  for (const deviation of deviations) {
    for (const difference of deviation) sum += difference * difference;
  }
  return sum / (deviations.length * mean.length);
}
