import { SATURATING, STEEPER, together } from './controls/cases.js';
import { decimal } from './shared/describe.js';
import { isZeroVector } from './shared/limitFraction.js';
import { normOf } from './shared/limitGradients.js';
import { metricGradientClaim } from './shared/metricGradientClaim.js';

/**
 * Paper A, Lemma 7: the gradient of the class variance.
 *
 * Decided exactly: it tends to (2/(CK)) Σ_k Σ_c (p_kc − p̄_c) ∇p_kc with the limits, a quotient of sums
 * of exponentials of fractions. For one member, or members that agree, the variance is 0 with its
 * gradient: a counterexample needs two members.
 */
export const varianceGradient = metricGradientClaim({
  id: 'variance-gradient',
  title: 'The gradient of the class variance vanishes',
  label: 'Lemma 7',
  latex:
    '\\frac{1}{C} \\sum_{c=1}^{C} \\mathbb{E}\\big[ p_\\theta(y = c \\mid x)^2 \\big] - \\mathbb{E}\\big[ p_\\theta(y = c \\mid x) \\big]^2',
  plain: 'the class variance of an ensemble',
  room: { members: together(SATURATING, STEEPER), nats: 2.1 },
  expected: (gradients) => [
    {
      of: 'classVariance',
      norm: normOf(gradients, gradients.ofVariance),
      zero: isZeroVector(gradients.ofVariance),
    },
  ],
  decide: (gradients) => gradients.exactly(gradients.ofVariance),
  explain: (gradients, d, value) => [
    `E[p] → (${gradients.mean.map((p) => gradients.fractions.toString(p)).join(', ')}).`,
    `∂var/∂x_${d + 1} = (2/(${gradients.classes}·${gradients.members})) Σ_k Σ_c (p_kc − E[p_c]) ∂p_kc/∂x_${d + 1} → ${gradients.fractions.toString(gradients.ofVariance[d])} = ${decimal(value)}, which is not 0.`,
  ],
  flaw: "A.6 sets ∇p_θ to 0 inside the expectations by Lemma 4. A tied member keeps a gradient, and where the members' probabilities differ it does not cancel.",
});
