import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { energies, energyRounding } from '../energy.js';
import { energyGerm } from '../infinity/logitGerms.js';
import { logitErrors } from '../observations.js';
import { positiveOption } from '../options.js';

/** The options of `ebo`. */
export interface EboOptions extends VariantOptions {
  readonly temperature: number;
}

/**
 * Energy: novelty `−T·log Σ_c exp(z_c/T)`.
 *
 * At infinity it has slope −b_k, the top slope: blind unless b_k < 0.
 *
 * Source: Liu et al. 2020, eq. 4. No difference between the variants.
 */
export const ebo = defineDetector<EboOptions>({
  id: 'ebo',
  name: 'EBO',
  source: 'Liu et al. 2020',
  reads: 'logits',
  family: 'paper B',
  whenCertain: 'depends',
  defaults: { variant: 'paper', temperature: 1 },
  check: ({ temperature }) => positiveOption('temperature', temperature),
  fit: (_, { temperature }) => ({
    parameters: { temperature },
    score: ({ logits }) => energies(logits, temperature),
    error: (observations) =>
      Math.max(...logitErrors(observations)) + energyRounding(observations.logits, temperature),
    germ: (tail) => energyGerm(tail, temperature),
  }),
});
