import { guardedRatio, keptUnits, publishedRatio, shapeRows } from '../activationShaping.js';
import { ashSGerm } from '../ashSGerm.js';
import { defineDetector } from '../defineDetector.js';
import { energies } from '../energy.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { applyHead } from '../linearHead.js';
import { percentOption } from '../options.js';
import type { AshOptions } from './ash.js';

/**
 * Activation shaping, variant S: the k largest features are multiplied by e^{Σ f/Σ kept}, the others
 * become 0; the novelty is the energy of the logits of that.
 *
 * At infinity Σ f/Σ kept tends to the ratio r∞ of the sums of slopes, and the slope is
 * `−e^{r∞} max_c (W Δ_K)_c`: ASH-P's, by a factor; its class need not be the network's.
 *
 * Source: Djurisic et al. 2023, algorithm 3. `k = D − round(percent·D)`. `paper`: at least 1;
 * the ratio is 1 where the kept sum is not above 0. `authors`: there, as at f = 0 or k = 0, NaN.
 */
export const ashS = defineDetector<AshOptions>({
  id: 'ash-s',
  name: 'ASH-S',
  source: 'Djurisic et al. 2023',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'depends',
  variants: ['paper', 'authors'],
  defaults: { variant: 'paper', percent: 90 },
  check: ({ percent }) => percentOption('percent', percent),
  fit({ head }, { variant, percent }) {
    const width = head.weights.columns;
    const kept = keptUnits(width, percent, variant === 'paper' ? 1 : 0);
    const ratio = variant === 'paper' ? guardedRatio : publishedRatio;
    return {
      parameters: { percent, kept, width },
      score: ({ features }) =>
        energies(
          applyHead(
            head,
            shapeRows(
              features,
              () => kept,
              (value, j, row) => (row.stays[j] ? 1 : 0) * value * Math.exp(ratio(row)),
            ),
          ),
        ),
      germ: (tail) => ashSGerm(head, penultimateGerms(tail), kept, ratio),
    };
  },
});
