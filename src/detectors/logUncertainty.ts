import { logComplements } from '../uncertainty/complements.js';
import { indexOfLargest, logSumExp } from '../uncertainty/logSumExp.js';

/** ln(1 − p_ŷ) of the softmax of logits, without cancellation. Float64. */
export function logRestOf(logits: Float64Array): number {
  return logComplements(logits)[indexOfLargest(logits)];
}

/**
 * ln H of the softmax of logits, without cancellation. Float64.
 *
 * With E the odds of the others, H = Σ_{c≠ŷ} p_c (z_ŷ − z_c) + ln(1 + E); over 1 − p_ŷ, both terms
 * are of the size of 1 however small E is. A logit of −Infinity adds nothing.
 */
export function logEntropyOf(logits: Float64Array): number {
  const top = indexOfLargest(logits);
  const others = Array.from(logits).filter((z, c) => c !== top && z > -Infinity);
  const logOdds = logSumExp(others) - logits[top];
  if (logOdds === -Infinity) return -Infinity;
  const odds = Math.exp(logOdds);
  const lead = others.reduce(
    (sum, z) => sum + Math.exp(z - logits[top] - logOdds) * (logits[top] - z),
    0,
  );
  const rest = odds > 0 ? ((1 + odds) * Math.log1p(odds)) / odds : 1;
  return logOdds - Math.log1p(odds) + Math.log(lead + rest);
}
