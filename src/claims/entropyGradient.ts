import { SATURATING, together } from './controls/cases.js';
import { decimal } from './shared/describe.js';
import { metricGradientClaim } from './shared/metricGradientClaim.js';

/**
 * Paper A, Lemma 8: the gradient of the predictive entropy.
 *
 * ∇H = −Σ_c ∇p̄_c ln p̄_c (as Σ_c ∇p̄_c = 0). Where p̄_c → 0 every member's p_kc decays exponentially, ∇p̄_c
 * with it, and ln p̄_c grows only linearly: those terms tend to 0. Decided:
 *
 * - for one network, or members of one limit distribution, exactly: −Σ_{c ∈ T} a_c ∇p̄_c; in
 *   particular 0 for equal intercepts, where a single tied network is no counterexample;
 * - else 0, exactly, if the limits of ∇p̄_c cancel within each group of equal p̄_c (in particular if no
 *   member keeps a gradient); not 0 if float64 says so beyond its error bound; and undecided for
 *   what is left (see `decideLogarithmSum`).
 */
export const entropyGradient = metricGradientClaim({
  id: 'entropy-gradient',
  title: 'The gradient of the predictive entropy vanishes',
  label: 'Lemma 8',
  latex:
    '\\mathbb{H}\\Big[ \\mathbb{E}_{p(\\theta \\mid \\mathcal{D})} \\big[ p_\\theta(y \\mid x) \\big] \\Big]',
  plain: 'the predictive entropy of an ensemble',
  room: { members: together(SATURATING), nats: 1.5 },
  expected: (gradients) => [
    {
      of: 'predictiveEntropy',
      norm: Math.hypot(...gradients.entropyInFloat64),
      zero: gradients.entropy?.zero === true,
    },
  ],
  decide: (gradients) => gradients.entropy,
  explain: (gradients, d, value) => [
    `E[p] → (${gradients.mean.map((p) => gradients.fractions.toString(p)).join(', ')}).`,
    `∂H/∂x_${d + 1} = −Σ_c ln E[p_c] · ∂E[p_c]/∂x_${d + 1} → ${decimal(value)} over the classes whose probability does not vanish, which is not 0.`,
  ],
  flaw: 'A.7 uses Lemma 6, which fails for tied tails. It also pulls log E[p_c] out as "just a scalar" where it tends to −∞: a step 0·∞, harmless only because ∇E[p_c] decays like E[p_c].',
});
