import type { BigNumber } from 'mathjs';
import { logRatio } from './preciseMetrics.js';
import type { PrecisePrediction } from './precisePrediction.js';

/**
 * The gradient of a metric with respect to the input, in high precision.
 *
 *   ∇metric = Σ_k Σ_{c<c'} p_kc p_kc' (s_kc − s_kc') (V_kc − V_kc'),   s_kc = ∂metric/∂p_kc,
 *
 * the softmax Jacobian written over pairs of classes: no sum of it cancels by construction.
 *
 * @param jacobians - shape [K][C][D]
 * @param slopeDifference - `s_kc − s_kc'`; not asked where p_kc or p_kc' is 0
 * @returns shape [D]
 */
export function preciseInputGradient(
  prediction: PrecisePrediction,
  jacobians: readonly (readonly (readonly BigNumber[])[])[],
  slopeDifference: (member: number, c: number, other: number) => BigNumber,
): BigNumber[] {
  const gradient = jacobians[0][0].map(() => prediction.arithmetic.zero as BigNumber);
  prediction.probabilities.forEach((p, k) => {
    const rows = jacobians[k];
    for (let c = 0; c < p.length; c++) {
      for (let other = 0; other < c; other++) {
        const weight = p[c].times(p[other]);
        if (weight.isZero()) continue;
        const coefficient = weight.times(slopeDifference(k, c, other));
        if (coefficient.isZero()) continue;
        gradient.forEach((sum, d) => {
          gradient[d] = sum.plus(coefficient.times(rows[c][d].minus(rows[other][d])));
        });
      }
    }
  });
  return gradient;
}

/** The differences of `∂p̄_j/∂p_kc = 1[c = j]/K`. */
export function probabilitySlopes(
  { arithmetic, probabilities }: PrecisePrediction,
  classIndex: number,
): (member: number, c: number, other: number) => BigNumber {
  const share = arithmetic.one.div(probabilities.length);
  return (_, c, other) =>
    c === classIndex ? share : other === classIndex ? share.neg() : arithmetic.zero;
}

/** The differences of `∂var/∂p_kc = 2 (p_kc − p̄_c)/(CK)`. */
export function varianceSlopes({
  arithmetic,
  deviations,
  mean,
}: PrecisePrediction): (member: number, c: number, other: number) => BigNumber {
  const factor = arithmetic.one.times(2).div(mean.length * deviations.length);
  return (k, c, other) => factor.times(deviations[k][c].minus(deviations[k][other]));
}

/** The differences of `∂H[E p]/∂p_kc = −(ln p̄_c + 1)/K`. */
export function predictiveEntropySlopes({
  logMean,
  probabilities,
}: PrecisePrediction): (member: number, c: number, other: number) => BigNumber {
  return (_, c, other) => logMean[other].minus(logMean[c]).div(probabilities.length);
}

/** The differences of `∂E[H p]/∂p_kc = −(ln p_kc + 1)/K`. */
export function expectedEntropySlopes({
  logProbabilities,
  probabilities,
}: PrecisePrediction): (member: number, c: number, other: number) => BigNumber {
  return (k, c, other) =>
    logProbabilities[k][other].minus(logProbabilities[k][c]).div(probabilities.length);
}

/** The differences of `∂MI/∂p_kc = ln(p_kc/p̄_c)/K`. */
export function mutualInformationSlopes(
  prediction: PrecisePrediction,
): (member: number, c: number, other: number) => BigNumber {
  const logs = prediction.probabilities.map((row, k) =>
    row.map((p, c) => (p.isZero() ? p : logRatio(prediction, k, c))),
  );
  return (k, c, other) => logs[k][c].minus(logs[k][other]).div(logs.length);
}
