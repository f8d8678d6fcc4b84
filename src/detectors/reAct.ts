import { Rational } from '../exact/rational.js';
import { rowOf } from './batch.js';
import { defineDetector } from './defineDetector.js';
import type { VariantOptions } from './detector.js';
import { energies } from './energy.js';
import { mapGerms } from './infinity/germVector.js';
import { energyGerm } from './infinity/logitGerms.js';
import { penultimateGerms } from './infinity/scoreTail.js';
import { applyHead } from './linearHead.js';
import { percentOption } from './options.js';
import { percentile } from './percentile.js';

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
 * of the validation features.
 */
export const reAct = defineDetector<ReActOptions>({
  id: 'react',
  name: 'ReAct',
  source: 'Sun et al. 2021',
  reads: 'features',
  defaults: { variant: 'paper', percent: 90 },
  check: ({ percent }) => percentOption('percent', percent),
  fit({ head, train, validation }, { variant, percent }) {
    const set = variant === 'paper' ? train : validation;
    const threshold = percentile(set.features.values, percent);
    return {
      parameters: { percent, threshold },
      score({ features }) {
        const values = features.values.map((value) => Math.min(value, threshold));
        return energies(applyHead(head, { ...features, values }));
      },
      germ(tail) {
        const { slope, intercept } = penultimateGerms(tail);
        const limit = Rational.of(threshold);
        const clipped = slope.map(
          (b, j) => b.sign > 0 || (b.sign === 0 && intercept[j]!.compare(limit) > 0),
        );
        const germs = {
          slope: slope.map((b, j) => (clipped[j] ? Rational.zero : b)),
          intercept: intercept.map((a, j) => (clipped[j] ? limit : a)),
        };
        const rows = Array.from(head.bias, (_, c) => rowOf(head.weights, c));
        return energyGerm(mapGerms(rows, head.bias, germs));
      },
    };
  },
});
