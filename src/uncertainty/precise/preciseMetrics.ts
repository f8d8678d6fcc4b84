import type { BigNumber } from 'mathjs';
import type { Arithmetic } from './arithmetic.js';
import type { PrecisePrediction } from './precisePrediction.js';

/** The class variance `(1/(CK)) Σ_k Σ_c (p_kc − p̄_c)²`. */
export function preciseClassVariance(prediction: PrecisePrediction): BigNumber {
  const { arithmetic, deviations, mean } = prediction;
  const squares = deviations.flatMap((row) => row.map((deviation) => deviation.times(deviation)));
  return arithmetic.sum(squares).div(mean.length * deviations.length);
}

/** The entropy `−Σ p ln p` of a distribution given with its complements, nats. */
export function preciseEntropy(
  probability: readonly BigNumber[],
  complement: readonly BigNumber[],
  arithmetic: Arithmetic,
): BigNumber {
  const terms = probability.map((p, c) => {
    if (p.isZero()) return arithmetic.zero;
    const log = p.gt(0.5) ? arithmetic.log1p(complement[c]!.neg()) : p.ln();
    return p.times(log).neg();
  });
  return arithmetic.sum(terms);
}

/** The mean over the members of their entropies, nats. */
export function preciseExpectedEntropy(prediction: PrecisePrediction): BigNumber {
  const { arithmetic, probabilities, complements } = prediction;
  return arithmetic
    .sum(probabilities.map((row, k) => preciseEntropy(row, complements[k]!, arithmetic)))
    .div(probabilities.length);
}

/**
 * The mutual information, nats: the mean divergence of the members from their mean, term by term
 * `q ((1 + δ) ln(1 + δ) − δ)`, δ = (p − q)/q.
 */
export function preciseMutualInformation(prediction: PrecisePrediction): BigNumber {
  const { arithmetic, deviations, mean } = prediction;
  const terms = deviations.flatMap((row) =>
    row.map((deviation, c) => {
      const q = mean[c]!;
      return q.isZero() ? q : q.times(arithmetic.divergence(deviation.div(q)));
    }),
  );
  return arithmetic.sum(terms).div(deviations.length);
}
