import { type Batch, rowsOf } from './batch.js';
import { meanRow } from './classMeans.js';
import { defineDetector } from './defineDetector.js';
import type { VariantOptions } from './detector.js';
import { energies } from './energy.js';
import { headGerms } from './infinity/headGerms.js';
import { energyGerm } from './infinity/logitGerms.js';
import { penultimateGerms } from './infinity/scoreTail.js';
import { applyHead, type LinearHead } from './linearHead.js';
import { percentOption } from './options.js';
import { percentile } from './percentile.js';

/** The options of `dice`. */
export interface DiceOptions extends VariantOptions {
  /** The percentage of the head's weights that is masked. */
  readonly percent: number;
}

/**
 * Directed sparsification: the energy of the logits of a head that keeps only the weights with
 * the largest mean contribution `W_cj · mean(f_j)`, those strictly above the percentile.
 *
 * At infinity the slope is minus the top slope of the masked head.
 *
 * Source: Sun and Li 2022. No difference between the variants.
 */
export const dice = defineDetector<DiceOptions>({
  id: 'dice',
  name: 'DICE',
  source: 'Sun and Li 2022',
  reads: 'features',
  family: 'paper B',
  whenCertain: 'depends',
  defaults: { variant: 'paper', percent: 90 },
  check: ({ percent }) => percentOption('percent', percent),
  fit({ head, train }, { percent }) {
    const { masked, ...found } = maskedHead(head, train.features, percent);
    return {
      parameters: { percent, ...found, maskedWeights: rowsOf(masked.weights) },
      score: ({ features }) => energies(applyHead(masked, features)),
      germ: (tail) => energyGerm(headGerms(masked, penultimateGerms(tail))),
    };
  },
});

/** A head without the weights that contribute least on average, `percent` of them. */
export function maskedHead({ weights, bias }: LinearHead, features: Batch, percent: number) {
  const mean = meanRow(features);
  const { rows, columns, values } = weights;
  const contributions = values.map((weight, i) => weight * mean[i % columns]!);
  const threshold = percentile(contributions, percent);
  const kept = values.map((weight, i) => (contributions[i]! > threshold ? weight : 0));
  return {
    masked: { weights: { rows, columns, values: kept }, bias },
    threshold,
    meanActivation: Array.from(mean),
  };
}
