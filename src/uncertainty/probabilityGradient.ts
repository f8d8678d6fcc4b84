import { checkArguments } from '../errors/checkArguments.js';
import { whole } from '../errors/kinds.js';
import {
  gradientFromSlopes,
  type LogitGradient,
  predictScaled,
  type ScaledPrediction,
} from './logitGradient.js';
import { type Members, predict } from './prediction.js';
import { NOTHING, scaled } from './scaled.js';

/**
 * The gradient of one class's mean probability p̄_c with respect to the logits.
 *
 * For one network row c of the softmax Jacobian: `∂p_c/∂f_c' = p_c(1[c = c'] − p_c')`.
 * Arithmetic: float64, relative error of a few roundings per entry, no cancellation at saturation.
 *
 * @param source - the members' logits, shape [K][C], finite (one network: `[logits]`), or their
 *   prediction
 * @param classIndex - 0 … C − 1
 * @throws InputError as `predict`; `not_finite`; `out_of_range` if there is no such class
 *
 * Source: paper A, equation 6 and Lemma 6.
 *
 * @example
 * ```ts
 * probabilityGradient([[0, 0]], 0).values; // [Float64Array [0.25, -0.25]]
 * ```
 */
export function probabilityGradient(
  source: Members | ScaledPrediction,
  classIndex: number,
): LogitGradient {
  const prediction = predictScaled('probabilityGradient', source);
  checkArguments('probabilityGradient', {
    classIndex: [classIndex, whole(0, prediction.classes - 1)],
  });
  const share = 1 / prediction.probabilities.length;
  return gradientFromSlopes(prediction, (_, c, reference) =>
    c === classIndex ? scaled(share) : reference === classIndex ? scaled(-share) : NOTHING,
  );
}

/** The one-sided gradients of the MSP: one for each class that attains the maximum. */
export interface MaximumGradient {
  /** The classes that attain `max_c p̄_c`, ascending. */
  readonly attainedBy: readonly number[];
  /**
   * False at a tie: the maximum has a kink there and no gradient; in direction u its one-sided
   * derivative is the largest of `gradients[i] · u`.
   */
  readonly differentiable: boolean;
  /** The gradient of p̄_c for each class of `attainedBy`. */
  readonly gradients: readonly LogitGradient[];
}

/**
 * The gradient of the MSP `max_c p̄_c` with respect to the logits, or at a tie the gradients of
 * every class that attains it.
 *
 * Ties are those of the float64 logits for one network, of the float64 means for an ensemble.
 * Arithmetic: as `probabilityGradient`.
 *
 * @param members - the members' logits, shape [K][C], finite
 * @param prediction - their prediction, if there is one already
 * @throws InputError as `probabilityGradient`
 *
 * Source: paper A, Lemma 5 (which passes over the ties).
 *
 * @example
 * ```ts
 * maximumGradient([[1, 1, 0]]).attainedBy; // [0, 1]
 * ```
 */
export function maximumGradient(
  members: Members,
  prediction = predictScaled('maximumGradient', members),
): MaximumGradient {
  // Distinct logits can round to equal probabilities: (0, 1e-20) is no tie.
  const compared = members.length === 1 ? members[0] : predict(members).mean;
  const largest = Math.max(...Array.from(compared));
  const attainedBy = Array.from(compared, (_, c) => c).filter((c) => compared[c] === largest);
  return {
    attainedBy,
    differentiable: attainedBy.length === 1,
    gradients: attainedBy.map((c) => probabilityGradient(prediction, c)),
  };
}
