import { rowsOf } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { energies } from '../energy.js';
import { clipGerms } from '../infinity/clipGerms.js';
import { headGerms } from '../infinity/headGerms.js';
import { energyGerm } from '../infinity/logitGerms.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { applyHead } from '../linearHead.js';
import { percentOption } from '../options.js';
import { percentile } from '../percentile.js';
import { looselyMasked, maskedHead, maskNotes, undecidedMask } from './dice.js';
import { clippedAbove } from './reAct.js';

/** The options of `diceReAct`. */
export interface DiceReActOptions extends VariantOptions {
  /** The percentage of the head's weights that is masked. */
  readonly percent: number;
  /** The percentile of in-distribution activations at which features are clipped. */
  readonly clipPercent: number;
}

/**
 * DICE and ReAct together: the energy of clipped features under the masked head.
 *
 * At infinity growing units freeze at the threshold: under ReLU it converges, as ReAct does.
 *
 * Source: Sun and Li 2022, section 5. Contributions are those of features that are not clipped.
 * `paper`: the threshold is a percentile of the training features. `authors`: of the validation
 * features.
 */
export const diceReAct = defineDetector<DiceReActOptions>({
  id: 'dice-react',
  name: 'DICE+ReAct',
  source: 'Sun and Li 2022',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'depends',
  variants: ['paper', 'authors'],
  defaults: { variant: 'paper', percent: 90, clipPercent: 90 },
  check: ({ percent, clipPercent }) => [
    ...percentOption('percent', percent),
    ...percentOption('clipPercent', clipPercent),
  ],
  fit({ head, train, validation }, { variant, percent, clipPercent }) {
    const set = variant === 'paper' ? train : validation;
    const clip = percentile(set.features.values, clipPercent);
    const { masked, ...found } = maskedHead(head, train.features, percent);
    const open = undecidedMask(head, train, found);
    return {
      notes: maskNotes(masked, open),
      parameters: { percent, clip, ...found, maskedWeights: rowsOf(masked.weights) },
      score: ({ features }) => energies(applyHead(masked, clippedAbove(features, clip))),
      germ(tail) {
        const x = clipGerms(penultimateGerms(tail), -Infinity, clip);
        const germ = energyGerm(headGerms(masked, x));
        return open.length === 0 ? germ : looselyMasked(germ, open, head, masked, x);
      },
    };
  },
});
