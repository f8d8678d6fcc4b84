import { SATURATING, STEEPER, together } from './controls/cases.js';
import { decimal } from './shared/describe.js';
import { metricGradientClaim } from './shared/metricGradientClaim.js';

/**
 * Paper A, Lemma 9: the gradient of the mutual information.
 *
 * ∇MI = (1/K) Σ_k Σ_c ∇p_kc (ln p_kc − ln p̄_c); terms with p_kc → 0 tend to 0 as in Lemma 8. Decided: 0,
 * exactly, if the limits of ∇p_kc cancel within each group of equal numbers under the logarithm (in
 * particular for one member, for identical members, or if no member keeps a gradient); not 0 if
 * float64 says so beyond its error bound; undecided for what is left.
 */
export const miGradient = metricGradientClaim({
  id: 'mi-gradient',
  title: 'The gradient of the mutual information vanishes',
  label: 'Lemma 9',
  latex:
    '\\Big( \\mathbb{H}\\big[ \\mathbb{E}[ p_\\theta(y \\mid x) ] \\big] - \\mathbb{E}\\big[ \\mathbb{H}[ p_\\theta(y \\mid x) ] \\big] \\Big)',
  plain: 'the mutual information of an ensemble',
  room: { members: together(SATURATING, STEEPER), nats: 3.6 },
  expected: (gradients) => [
    {
      of: 'mutualInformation',
      norm: Math.hypot(...gradients.mutualInformationInFloat64),
      zero: gradients.mutualInformation?.zero === true,
    },
  ],
  decide: (gradients) => gradients.mutualInformation,
  explain: (gradients, d, value) => [
    `E[p] → (${gradients.mean.map((p) => gradients.fractions.toString(p)).join(', ')}).`,
    `∂MI/∂x_${d + 1} = (1/${gradients.members}) Σ_k Σ_c ln(p_kc / E[p_c]) · ∂p_kc/∂x_${d + 1} → ${decimal(value)}, which is not 0.`,
  ],
  flaw: 'A.8 sets ∇p_θ to 0 by Lemma 4 in the second term and reduces the first to Lemma 8. Both fail when a member is tied, and where members differ their gradients do not cancel.',
});
