import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { constantGerm } from '../infinity/noveltyGerm.js';

/**
 * The detector that sees nothing: novelty −1 everywhere. `cea(unit)` is CEA on its own.
 *
 * Source: the CEA authors' code (`Unit`).
 */
export const unit = defineDetector<VariantOptions>({
  id: 'unit',
  name: 'Unit',
  source: 'Azizmalayeri et al. 2024, published code',
  reads: 'logits',
  family: 'paper B',
  whenCertain: 'always blind',
  defaults: { variant: 'paper' },
  fit: () => ({
    parameters: {},
    score: ({ logits }) => new Float64Array(logits.rows).fill(-1),
    germ: () => constantGerm(-1),
  }),
});
