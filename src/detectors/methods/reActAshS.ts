import { guardedRatio, keptUnits, publishedRatio, shapeRows } from '../activationShaping.js';
import { ashSGerm } from '../ashSGerm.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { energies } from '../energy.js';
import { clipGerms } from '../infinity/clipGerms.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { applyHead } from '../linearHead.js';
import { percentOption } from '../options.js';
import { percentile } from '../percentile.js';
import { clippedAbove } from './reAct.js';

/** The options of `reActAshS`. */
export interface ReActAshSOptions extends VariantOptions {
  /** The percentage of activations that is pruned. */
  readonly percent: number;
  /** The percentile of in-distribution activations at which features are clipped first. */
  readonly clipPercent: number;
}

/**
 * ReAct, then ASH-S: features are clipped, the k largest multiplied by e^{Σ f/Σ kept}, the others
 * become 0; the novelty is the energy of the logits of that.
 *
 * At infinity growing units freeze at the threshold, so it is bounded. Where more units grow than
 * are kept they tie there, and which stay is the choice of the sort: of published code no value is
 * stated.
 *
 * Source: Djurisic et al. 2023, published code. `paper`: the threshold is a percentile of the
 * training features, at least one unit stays, and all that are equal to the last one to stay do, so
 * that the order of units does not matter. `authors`: of the validation features; of equal features
 * the first stay; NaN where the kept sum is 0.
 */
export const reActAshS = defineDetector<ReActAshSOptions>({
  id: 'react-ash-s',
  name: 'ReAct+ASH-S',
  source: 'Djurisic et al. 2023',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'depends',
  variants: ['paper', 'authors'],
  defaults: { variant: 'paper', percent: 65, clipPercent: 90 },
  check: ({ percent, clipPercent }) => [
    ...percentOption('percent', percent),
    ...percentOption('clipPercent', clipPercent),
  ],
  fit({ head, train, validation }, { variant, percent, clipPercent }) {
    const published = variant !== 'paper';
    const set = published ? validation : train;
    const clip = percentile(set.features.values, clipPercent);
    const width = head.weights.columns;
    const kept = keptUnits(width, percent, published ? 0 : 1);
    const ties = published ? 'first' : 'all';
    const ratio = published ? publishedRatio : guardedRatio;
    return {
      parameters: { percent, clip, kept, width },
      score: ({ features }) =>
        energies(
          applyHead(
            head,
            shapeRows(
              clippedAbove(features, clip),
              () => kept,
              (value, j, row) => (row.stays[j] ? 1 : 0) * value * Math.exp(ratio(row)),
              ties,
            ),
          ),
        ),
      germ: (tail) =>
        ashSGerm(head, clipGerms(penultimateGerms(tail), -Infinity, clip), kept, ratio, ties),
    };
  },
});
