import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { energies } from '../energy.js';
import { clipGerms } from '../infinity/clipGerms.js';
import { headGerms } from '../infinity/headGerms.js';
import { energyGerm } from '../infinity/logitGerms.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { applyHead } from '../linearHead.js';
import { optionProblem, percentOption } from '../options.js';
import { percentile } from '../percentile.js';

/** The options of `vraClip`. */
export interface VraClipOptions extends VariantOptions {
  /** Features below this percentile of the validation activations are raised to it. */
  readonly lowPercent: number;
  /** Features above this percentile are lowered to it. */
  readonly highPercent: number;
}

/**
 * VRA as OpenOOD ships it: the energy of features clipped between two percentiles of the validation
 * activations, pooled. Small features are raised to the lower one, where `vra` makes them 0.
 *
 * At infinity moving units freeze at a bound: it converges, decided by the limit.
 *
 * Source: OpenOOD, `vra_postprocessor.py`.
 */
export const vraClip = defineDetector<VraClipOptions>({
  id: 'vra-clip',
  name: 'VRA[clip]',
  source: 'OpenOOD',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'depends',
  variants: ['openood'],
  defaults: { variant: 'openood', lowPercent: 10, highPercent: 90 },
  check: ({ lowPercent, highPercent }) => [
    ...percentOption('lowPercent', lowPercent),
    ...percentOption('highPercent', highPercent),
    ...optionProblem(
      'lowPercent',
      lowPercent,
      lowPercent <= highPercent,
      `must be at most highPercent (${highPercent})`,
      'swap them',
    ),
  ],
  fit({ head, validation }, { lowPercent, highPercent }) {
    const low = percentile(validation.features.values, lowPercent);
    const high = percentile(validation.features.values, highPercent);
    return {
      parameters: { low, high },
      score({ features }) {
        const values = features.values.map((value) => Math.min(Math.max(value, low), high));
        return energies(applyHead(head, { ...features, values }));
      },
      germ: (tail) => energyGerm(headGerms(head, clipGerms(penultimateGerms(tail), low, high))),
    };
  },
});
