import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { limitProbabilities, softmaxApproach, steepest } from '../infinity/logitGerms.js';
import { boundedGerm, convergingGerm } from '../infinity/noveltyGerm.js';
import { logitErrors } from '../observations.js';
import { negatedMaxima, probabilities, probabilityError } from '../probabilities.js';

/**
 * Maximum softmax probability: novelty `−max_c softmax(z)_c`, in [−1, −1/C].
 *
 * At infinity it converges to minus the largest limit probability: −1, the most in-distribution
 * value there is, whenever the tail saturates.
 *
 * Source: Hendrycks and Gimpel 2017. No difference between the variants.
 */
export const msp = defineDetector<VariantOptions>({
  id: 'msp',
  name: 'MSP',
  source: 'Hendrycks and Gimpel 2017',
  reads: 'logits',
  family: 'paper B',
  whenCertain: 'always blind',
  defaults: { variant: 'paper' },
  fit: () => ({
    parameters: {},
    score: ({ logits }) => negatedMaxima(probabilities(logits)),
    error: (observations) =>
      probabilityError(observations.logits.columns, Math.max(...logitErrors(observations))),
    germ: (tail) =>
      boundedGerm(
        convergingGerm(-Math.max(...limitProbabilities(tail)), softmaxApproach(tail)),
        steepest(tail).length === 1 && tail.slope.length > 1,
      ),
  }),
});
