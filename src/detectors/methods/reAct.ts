import type { Batch } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { energies, energyRounding } from '../energy.js';
import { clipGerms } from '../infinity/clipGerms.js';
import { headGerms } from '../infinity/headGerms.js';
import { energyGerm } from '../infinity/logitGerms.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { applyHead, headErrors } from '../linearHead.js';
import { featureErrors } from '../observations.js';
import { percentOption } from '../options.js';
import { percentile } from '../percentile.js';

/** The options of `reAct`. */
export interface ReActOptions extends VariantOptions {
  /** The percentile of in-distribution activations at which features are clipped. */
  readonly percent: number;
}

/**
 * Rectified activations: the energy of the logits of clipped features, novelty
 * `−log Σ exp(W·min(f, threshold) + b)`.
 *
 * At infinity growing units freeze at the threshold: under ReLU it converges, to a limit that can
 * be computed.
 *
 * Source: Sun et al. 2021. `paper`: the percentile is that of the training features. `cea-2024`:
 * of the validation features. `openood`: of the training features.
 */
export const reAct = defineDetector<ReActOptions>({
  id: 'react',
  name: 'ReAct',
  source: 'Sun et al. 2021',
  reads: 'features',
  family: 'paper B',
  whenCertain: 'depends',
  variants: ['paper', 'cea-2024', 'openood'],
  defaults: { variant: 'paper', percent: 90 },
  check: ({ percent }) => percentOption('percent', percent),
  fit({ head, train, validation }, { variant, percent }) {
    const set = variant === 'cea-2024' ? validation : train;
    const threshold = percentile(set.features.values, percent);
    return {
      parameters: { percent, threshold },
      notes:
        threshold <= 0
          ? [
              `the ${percent}th percentile of the activations is ${threshold}: no unit is left above it, and behind a ReLU the novelty is the same everywhere`,
            ]
          : [],
      error(observations) {
        const most = Math.max(...featureErrors(set));
        const errors = featureErrors(observations).map((error) => Math.max(error, most));
        const { features } = observations;
        return headErrors(head, features, errors) + energyRounding(applyHead(head, features));
      },
      score: ({ features }) => energies(applyHead(head, clippedAbove(features, threshold))),
      germ: (tail) =>
        energyGerm(headGerms(head, clipGerms(penultimateGerms(tail), -Infinity, threshold))),
    };
  },
});

/** Features of at most `threshold`. */
export function clippedAbove(features: Batch, threshold: number): Batch {
  const { values } = features;
  const clipped = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) clipped[i] = Math.min(values[i], threshold);
  return { ...features, values: clipped };
}
