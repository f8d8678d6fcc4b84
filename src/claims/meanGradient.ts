import { SATURATING, together } from './controls/cases.js';
import { decimal } from './shared/describe.js';
import { isZeroVector } from './shared/limitFraction.js';
import { type LimitGradients, normOf } from './shared/limitGradients.js';
import { metricGradientClaim } from './shared/metricGradientClaim.js';

/**
 * Paper A, Lemma 6: the gradient of the mean prediction.
 *
 * Decided exactly: ∇p̄_c tends to (1/K) Σ_k of the members' limits, a quotient of sums of
 * exponentials of fractions, where members may also cancel. For infinite posteriors the swap of
 * limit and expectation in A.5 needs a dominating function besides; here K is finite.
 */
export const meanGradient = metricGradientClaim({
  id: 'mean-gradient',
  title: 'The gradient of the mean prediction vanishes',
  label: 'Lemma 6',
  latex: '\\mathbb{E}_{p(\\theta \\mid \\mathcal{D})} \\big[ p_\\theta(y = c \\mid x) \\big]',
  plain: 'every mean probability of an ensemble',
  room: { members: together(SATURATING), nats: 0.7 },
  expected: (gradients) =>
    gradients.mean.map((_, c) => ({
      of: { probability: c },
      norm: normOf(gradients, gradients.ofMean(c)),
      zero: isZeroVector(gradients.ofMean(c)),
    })),
  decide: (gradients) => {
    const c = keptClass(gradients);
    return c === null ? { zero: true } : gradients.exactly(gradients.ofMean(c));
  },
  explain: (gradients, d, value) => {
    const c = keptClass(gradients) ?? 0;
    return [
      gradients.members === 1
        ? `With one member the mean is p itself: ∂E[p_${c}]/∂x_${d + 1} → ${decimal(value)}, which is not 0.`
        : `The mean over the ${gradients.members} members: ∂E[p_${c}]/∂x_${d + 1} → ${gradients.fractions.toString(gradients.ofMean(c)[d])} = ${decimal(value)}, which is not 0.`,
    ];
  },
  flaw: 'A.5 bounds the norm by the mean of the norms of the gradients of single networks, and sets those to 0 by Lemma 4, which is false for tied tails.',
});

/** A class whose ∇p̄_c keeps a limit other than 0, or null. */
function keptClass(gradients: LimitGradients): number | null {
  const c = gradients.mean.findIndex((_, k) => !isZeroVector(gradients.ofMean(k)));
  return c === -1 ? null : c;
}
