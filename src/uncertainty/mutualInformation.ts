import { type Members, type Prediction, predictionOf } from './prediction.js';

/**
 * The mutual information `H[E p] − E[H p]` between the label and the member. Higher = more
 * disagreement: 0 iff all members agree.
 *
 * Computed as the mean Kullback–Leibler divergence of the members from their mean, each of its
 * terms completed to `p ln(p/q) − p + q ≥ 0` (the completions sum to 0), so that nothing cancels:
 * a difference of entropies could come out negative, and loses all digits when members nearly
 * agree. Arithmetic: float64; 0 exactly when all members' probabilities are equal doubles. Rounding
 * may take it above min(ln C, ln K) by a few units in the last place. NaN gives NaN.
 *
 * @param source - the members' logits, shape [K][C], or a prediction
 * @returns nats, 0 … min(ln C, ln K)
 * @throws InputError as `predict`
 *
 * Source: paper A, section 3.3; Gal 2016.
 *
 * @example
 * ```ts
 * mutualInformation([[0, -Infinity], [-Infinity, 0]]); // ln 2, to a unit in the last place
 * mutualInformation([[5, 1], [5, 1]]); // 0
 * ```
 */
export function mutualInformation(source: Members | Prediction): number {
  const { probabilities, mean, deviations } = predictionOf(source);
  let sum = 0;
  for (let c = 0; c < mean.length; c++) {
    const q = mean[c];
    // All p_kc are 0, or so far into the subnormal numbers that the term is.
    if (q === 0) continue;
    for (let k = 0; k < probabilities.length; k++) {
      sum += q * divergence(deviations[k][c] / q);
    }
  }
  const members = probabilities.length;
  return sum / members;
}

/**
 * `(1 + δ) ln(1 + δ) − δ` for δ ≥ −1: never negative, 0 iff δ = 0.
 *
 * Near 0, where the two parts cancel, by its series Σ_{n≥2} (−δ)^n / (n (n − 1)): below 0.1 the
 * 16th term is less than 1e-17 of the first.
 */
function divergence(delta: number): number {
  if (delta <= -1) return 1;
  if (Math.abs(delta) >= 0.1) return (1 + delta) * Math.log1p(delta) - delta;
  let sum = 0;
  for (let n = 17; n >= 2; n--) sum = sum * -delta + 1 / (n * (n - 1));
  return sum * delta * delta;
}
