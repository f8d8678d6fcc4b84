import { type Members, type Prediction, predictionOf } from './prediction.js';

/**
 * The predictive entropy `H[E p] = −Σ_c p̄_c ln p̄_c`, p̄ the mean over the members. Higher = less
 * certain: ln C iff p̄ is uniform, 0 iff it is one-hot.
 *
 * Arithmetic: float64; every term is non-negative, and near one-hot the value keeps its relative
 * accuracy (the term of the top class is taken from 1 − p̄). Rounding may take it above ln C by a few
 * units in the last place. NaN gives NaN.
 *
 * @param source - the members' logits, shape [K][C] (one network: `[logits]`), or a prediction
 * @returns nats, 0 … ln C
 * @throws InputError as `predict`
 *
 * Source: paper A, section 3.3; Gal 2016.
 *
 * @example
 * ```ts
 * predictiveEntropy([[0, -Infinity], [-Infinity, 0]]); // ln 2 = 0.6931471805599453
 * ```
 */
export function predictiveEntropy(source: Members | Prediction): number {
  const { mean, meanComplement } = predictionOf(source);
  return entropyOf(mean, meanComplement);
}

/**
 * The expected entropy `E[H p]`: the mean over the members of the entropy of each. Higher = less
 * certain.
 *
 * Arithmetic: as `predictiveEntropy`.
 *
 * @param source - the members' logits, shape [K][C], or a prediction
 * @returns nats, 0 … ln C
 * @throws InputError as `predict`
 *
 * Source: paper A, section 3.3 ("data uncertainty").
 *
 * @example
 * ```ts
 * expectedEntropy([[0, -Infinity], [-Infinity, 0]]); // 0
 * ```
 */
export function expectedEntropy(source: Members | Prediction): number {
  const { probabilities, complements } = predictionOf(source);
  let sum = 0;
  probabilities.forEach((probability, k) => {
    sum += entropyOf(probability, complements[k]);
  });
  return sum / probabilities.length;
}

/**
 * The entropy of a distribution given with its complements. Float64.
 *
 * @param probability - shape [C], summing to 1
 * @param complement - shape [C], `1 − probability` to full relative accuracy
 * @returns nats
 */
function entropyOf(probability: Float64Array, complement: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < probability.length; c++) {
    const p = probability[c];
    if (p === 0) continue;
    sum -= p * (p > 0.5 ? Math.log1p(-complement[c]) : Math.log(p));
  }
  return sum;
}
