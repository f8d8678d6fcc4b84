import {
  gradientFromSlopes,
  type LogitGradient,
  predictScaled,
  type ScaledPrediction,
} from './logitGradient.js';
import type { Members } from './prediction.js';
import {
  addScaled,
  divideScaled,
  multiplyScaled,
  type Scaled,
  scaled,
  scaledExp,
  scaledToNumber,
  subtractScaled,
} from './scaled.js';

/**
 * The gradient of the class variance with respect to the logits.
 *
 * `∂var/∂p_kc = (2/(CK)) (p_kc − p̄_c)`, then the chain rule of `gradientFromSlopes`. Arithmetic:
 * float64, exactly 0 when all members' log-probabilities are equal doubles; the product of three
 * tiny numbers at saturation keeps its digits in `scaled`.
 *
 * @param source - the members' logits, shape [K][C], finite, or their prediction
 * @throws InputError as `predict`; `not_finite`
 *
 * Source: paper A, Lemma 7.
 *
 * @example
 * ```ts
 * classVarianceGradient([[1, 0], [1, 0]]).values[0]; // Float64Array [0, 0]
 * ```
 */
export function classVarianceGradient(source: Members | ScaledPrediction): LogitGradient {
  const prediction = predictScaled('classVarianceGradient', source);
  const factor = scaled(2 / (prediction.classes * prediction.probabilities.length));
  return gradientFromSlopes(prediction, (k, c, reference) => {
    const deviation = prediction.deviations[k];
    return multiplyScaled(factor, subtractScaled(deviation[c], deviation[reference]));
  });
}

/**
 * The gradient of the predictive entropy `H[E p]` with respect to the logits.
 *
 * `∂H/∂p_kc = −(ln p̄_c + 1)/K`. At saturation ln p̄_c → −∞; it is only ever multiplied by
 * p_kc ≤ K p̄_c, in logarithms, so the product tends to 0 and is never NaN. Arithmetic: float64.
 *
 * @param source - the members' logits, shape [K][C], finite, or their prediction
 * @throws InputError as `predict`; `not_finite`
 *
 * Source: paper A, Lemma 8 and A.7, whose step "log E[p_c] is just a scalar" is a 0·∞.
 *
 * @example
 * ```ts
 * predictiveEntropyGradient([[0, 0]]).values[0]; // Float64Array [0, 0]
 * ```
 */
export function predictiveEntropyGradient(source: Members | ScaledPrediction): LogitGradient {
  const prediction = predictScaled('predictiveEntropyGradient', source);
  const { logMean } = prediction;
  return gradientFromSlopes(prediction, (_, c, reference) =>
    scaled((logMean[reference] - logMean[c]) / prediction.probabilities.length),
  );
}

/**
 * The gradient of the expected entropy `E[H p]` with respect to the logits:
 * `∂/∂p_kc = −(ln p_kc + 1)/K`. Arithmetic: float64.
 *
 * @param source - the members' logits, shape [K][C], finite, or their prediction
 * @throws InputError as `predict`; `not_finite`
 *
 * @example
 * ```ts
 * expectedEntropyGradient([[0, 0]]).values[0]; // Float64Array [0, 0]
 * ```
 */
export function expectedEntropyGradient(source: Members | ScaledPrediction): LogitGradient {
  const prediction = predictScaled('expectedEntropyGradient', source);
  return gradientFromSlopes(prediction, (k, c, reference) => {
    const row = prediction.logProbabilities[k];
    return scaled((row[reference] - row[c]) / prediction.probabilities.length);
  });
}

/**
 * The gradient of the mutual information with respect to the logits.
 *
 * `∂MI/∂p_kc = ln(p_kc/p̄_c)/K`: one logarithm of a ratio, taken from `p_kc − p̄_c` where the two
 * are close, rather than a difference of two gradients of entropies. Arithmetic: float64, exactly 0
 * when all members' log-probabilities are equal doubles.
 *
 * @param source - the members' logits, shape [K][C], finite, or their prediction
 * @throws InputError as `predict`; `not_finite`
 *
 * Source: paper A, Lemma 9.
 *
 * @example
 * ```ts
 * mutualInformationGradient([[1, 0], [1, 0]]).values[0]; // Float64Array [0, 0]
 * ```
 */
export function mutualInformationGradient(source: Members | ScaledPrediction): LogitGradient {
  const prediction = predictScaled('mutualInformationGradient', source);
  const share = scaled(1 / prediction.probabilities.length);
  return gradientFromSlopes(prediction, (k, c, reference) =>
    multiplyScaled(
      share,
      subtractScaled(logRatio(prediction, k, c), logRatio(prediction, k, reference)),
    ),
  );
}

/** ln(p_kc / p̄_c), accurate also where the two are nearly equal. */
function logRatio(prediction: ScaledPrediction, k: number, c: number): Scaled {
  const { deviations, logMean, logProbabilities } = prediction;
  const ratio = divideScaled(deviations[k][c], scaledExp(logMean[c]));
  const delta = scaledToNumber(ratio);
  if (Math.abs(delta) > 0.5) return scaled(logProbabilities[k][c] - logMean[c]);
  if (Math.abs(delta) > 2 ** -500) return scaled(Math.log1p(delta));
  return addScaled(ratio, multiplyScaled(scaled(-0.5), multiplyScaled(ratio, ratio)));
}
