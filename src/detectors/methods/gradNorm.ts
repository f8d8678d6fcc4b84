import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { isConstant } from '../infinity/germVector.js';
import { gammaOf } from '../infinity/interval.js';
import { limitProbabilities, softmaxApproach } from '../infinity/logitGerms.js';
import { constantGerm, scaleGerm, signedCoefficient } from '../infinity/noveltyGerm.js';
import { absoluteSumGerm } from '../infinity/quadraticGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { probabilities } from '../probabilities.js';

/**
 * GradNorm: minus the L1 norm of the gradient, with respect to the last weights, of the
 * cross-entropy to the uniform distribution: novelty `−(Σ_c |C·p_c − 1|)·‖f‖₁`.
 *
 * At infinity the slope is −2(C − 1)‖Δ‖₁ on saturating tails: blind. It is 0 only where the limit
 * is exactly uniform or no unit moves.
 *
 * Source: Huang et al. 2021, eq. 4. No difference between the variants.
 */
export const gradNorm = defineDetector<VariantOptions>({
  id: 'grad-norm',
  name: 'GradNorm',
  source: 'Huang et al. 2021',
  reads: 'features',
  family: 'paper B',
  whenCertain: 'always blind',
  defaults: { variant: 'paper' },
  fit: ({ head }) => ({
    parameters: {},
    // The one class there is has the probability 1: the gradient is 0, in doubles as well.
    ...(head.bias.length === 1 && { error: () => 0 }),
    score({ features, logits }) {
      const classes = logits.columns;
      const p = probabilities(logits).values;
      const out = new Float64Array(logits.rows);
      for (let i = 0; i < out.length; i++) {
        let norm = 0;
        for (let j = 0; j < features.columns; j++) {
          norm += Math.abs(features.values[i * features.columns + j]);
        }
        out[i] = -imbalance(p.subarray(i * classes, (i + 1) * classes)) * norm;
      }
      return out;
    },
    germ(tail) {
      const x = penultimateGerms(tail);
      const [first] = tail.intercept;
      // An exactly uniform softmax: flat, with equal intercepts. Then the score is 0 throughout.
      if (tail.regime === 'flat' && tail.intercept.every((a) => a.compare(first) === 0)) {
        return constantGerm(0);
      }
      const factor = -imbalance(limitProbabilities(tail));
      const germ = scaleGerm(absoluteSumGerm(x), factor);
      // With constant activations the logits are constant too.
      if (isConstant(x)) return constantGerm(germ.constant);
      const approach = softmaxApproach(tail);
      // One-hot: the factor is 2(C − 1) to the digit. Else it is rounded, but known not to be 0.
      if (tail.regime === 'saturating') return { ...germ, approach };
      const slope = absoluteSumGerm(x).terms[0].coefficient.value;
      const classes = tail.slope.length;
      // Each of C probabilities is a quotient by a sum of C: off by C + 6 roundings at most.
      const error = gammaOf(classes * (classes + 8)) * slope;
      const coefficient = signedCoefficient(-1, factor * slope, error);
      return { ...germ, terms: [{ power: 1, coefficient }], approach };
    },
  }),
});

/** Σ_c |C·p_c − 1|. */
function imbalance(p: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < p.length; c++) sum += Math.abs(p.length * p[c] - 1);
  return sum;
}
