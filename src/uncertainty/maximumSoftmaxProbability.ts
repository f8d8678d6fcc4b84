import { type Members, type Prediction, predictionOf } from './prediction.js';

/**
 * The maximum softmax probability `MSP = max_c p̄_c`, p̄ the mean over the members. Higher = more
 * certain.
 *
 * Arithmetic: float64; rounding may leave [1/C, 1] by a unit in the last place. NaN gives NaN.
 *
 * @param source - the members' logits, shape [K][C] (one network: `[logits]`), or a prediction
 * @returns 1/C … 1
 * @throws InputError as `predict`
 *
 * Source: paper A, section 3.3; Hendrycks and Gimpel 2017.
 *
 * @example
 * ```ts
 * maximumSoftmaxProbability([[2, 2]]); // 0.5
 * ```
 */
export function maximumSoftmaxProbability(source: Members | Prediction): number {
  const { mean } = predictionOf(source);
  return Math.max(...mean);
}

/**
 * `1 − MSP` without cancellation: how far the ensemble is from certainty, down to 5e-324.
 *
 * Arithmetic: float64, a small relative error; NaN gives NaN.
 *
 * @param source - as `maximumSoftmaxProbability`
 * @returns 0 … 1 − 1/C
 * @throws InputError as `predict`
 *
 * @example
 * ```ts
 * oneMinusMaximum([[0, -50]]); // 1.9287498479639178e-22
 * ```
 */
export function oneMinusMaximum(source: Members | Prediction): number {
  const { meanComplement } = predictionOf(source);
  return Math.min(...meanComplement);
}
