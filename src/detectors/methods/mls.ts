import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { maximumGerm } from '../infinity/logitGerms.js';
import { logitErrors } from '../observations.js';
import { negatedMaxima } from '../probabilities.js';

/**
 * Maximum logit score: novelty `−max_c z_c`.
 *
 * At infinity it has slope −b_k, the top slope: blind unless b_k < 0.
 *
 * Source: Hendrycks et al. 2022. No difference between the variants.
 */
export const mls = defineDetector<VariantOptions>({
  id: 'mls',
  name: 'MLS',
  source: 'Hendrycks et al. 2022',
  reads: 'logits',
  family: 'paper B',
  whenCertain: 'depends',
  defaults: { variant: 'paper' },
  fit: () => ({
    parameters: {},
    score: ({ logits }) => negatedMaxima(logits),
    error: (observations) => Math.max(...logitErrors(observations)),
    germ: maximumGerm,
  }),
});
