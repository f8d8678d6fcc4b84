import type { BigNumber } from 'mathjs';
import type { Arithmetic } from './arithmetic.js';
import type { PrecisePrediction } from './precisePrediction.js';

/** The class variance `(1/(CK)) Σ_k Σ_c (p_kc − p̄_c)²`. */
export function preciseClassVariance(prediction: PrecisePrediction): BigNumber {
  const { arithmetic, deviations, mean } = prediction;
  const squares = deviations.flatMap((row) => row.map((deviation) => deviation.times(deviation)));
  return arithmetic.sum(squares).div(mean.length * deviations.length);
}

/** The entropy `−Σ p ln p` of a distribution given with its logarithms, nats. */
export function preciseEntropy(
  probability: readonly BigNumber[],
  logProbability: readonly BigNumber[],
  arithmetic: Arithmetic,
): BigNumber {
  return arithmetic.sum(probability.map((p, c) => p.times(logProbability[c]).neg()));
}

/** The mean over the members of their entropies, nats. */
export function preciseExpectedEntropy(prediction: PrecisePrediction): BigNumber {
  const { arithmetic, probabilities, logProbabilities } = prediction;
  return arithmetic
    .sum(probabilities.map((row, k) => preciseEntropy(row, logProbabilities[k], arithmetic)))
    .div(probabilities.length);
}

/**
 * The mutual information, nats: the mean divergence of the members from their mean, term by term
 * `p ln(p/q) − (p − q)`, which is at least 0.
 */
export function preciseMutualInformation(prediction: PrecisePrediction): BigNumber {
  const { arithmetic, deviations, mean, probabilities } = prediction;
  const terms = deviations.flatMap((row, k) =>
    row.map((deviation, c) => {
      const p = probabilities[k][c];
      if (p.isZero()) return deviation.neg();
      const q = mean[c];
      const delta = deviation.div(q);
      return delta.abs().lt(CANCELLING)
        ? q.times(arithmetic.divergence(delta))
        : p.times(logRatio(prediction, k, c)).minus(deviation);
    }),
  );
  return arithmetic.sum(terms).div(deviations.length);
}

/** ln(p_kc / p̄_c) for p_kc > 0, nats, accurate also where the two are nearly equal. */
export function logRatio(prediction: PrecisePrediction, k: number, c: number): BigNumber {
  const { arithmetic, deviations, logMean, logProbabilities, mean } = prediction;
  const delta = deviations[k][c].div(mean[c]);
  return delta.abs().lt(CANCELLING)
    ? arithmetic.log1p(delta)
    : logProbabilities[k][c].minus(logMean[c]);
}

/** Relative deviations below this are taken through series; above it 6 of 10 guard digits go. */
const CANCELLING = 1e-3;
