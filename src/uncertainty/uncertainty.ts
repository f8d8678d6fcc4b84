import { classVariance } from './classVariance.js';
import { expectedEntropy, predictiveEntropy } from './entropy.js';
import { maximumSoftmaxProbability, oneMinusMaximum } from './maximumSoftmaxProbability.js';
import { mutualInformation } from './mutualInformation.js';
import { type Members, type Prediction, predictionOf } from './prediction.js';

/** The uncertainty metrics of paper A, section 3.3, at one input. */
export interface Uncertainty {
  /** `max_c p̄_c`, 1/C … 1. Higher = more certain. */
  readonly maximumSoftmaxProbability: number;
  /** `1 − max_c p̄_c` without cancellation. */
  readonly oneMinusMaximum: number;
  /** At least 0. Higher = more disagreement between members. */
  readonly classVariance: number;
  /** Nats, 0 … ln C. Higher = less certain. */
  readonly predictiveEntropy: number;
  /** Nats, 0 … ln C. Higher = less certain members. */
  readonly expectedEntropy: number;
  /** Nats, 0 … min(ln C, ln K). Higher = more disagreement. */
  readonly mutualInformation: number;
}

/**
 * All metrics at once, from one evaluation of the softmax. Arithmetic: float64, as each of them.
 *
 * @param source - the members' logits, shape [K][C] (one network: `[logits]`), or a prediction
 * @throws InputError as `predict`
 *
 * Source: paper A, section 3.3.
 *
 * @example
 * ```ts
 * uncertainty([[1, 1]]).predictiveEntropy; // 0.6931471805599453
 * ```
 */
export function uncertainty(source: Members | Prediction): Uncertainty {
  const prediction = predictionOf(source);
  return {
    maximumSoftmaxProbability: maximumSoftmaxProbability(prediction),
    oneMinusMaximum: oneMinusMaximum(prediction),
    classVariance: classVariance(prediction),
    predictiveEntropy: predictiveEntropy(prediction),
    expectedEntropy: expectedEntropy(prediction),
    mutualInformation: mutualInformation(prediction),
  };
}
