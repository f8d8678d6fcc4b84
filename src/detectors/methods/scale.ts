import {
  guardedRatio,
  keptUnits,
  largestUnits,
  publishedRatio,
  ratioGerm,
  type ShapedRow,
  shapeRows,
} from '../activationShaping.js';
import { defineDetector } from '../defineDetector.js';
import { energies } from '../energy.js';
import { germOfValue } from '../infinity/atRest.js';
import { type GermVector, isConstant, toNumbers } from '../infinity/germVector.js';
import { constantGerm, type NoveltyGerm } from '../infinity/noveltyGerm.js';
import { scaledEnergyGerm } from '../infinity/scaledEnergyGerm.js';
import { penultimateGerms, type ScoreTail } from '../infinity/scoreTail.js';
import { applyHead, type LinearHead } from '../linearHead.js';
import { percentOption } from '../options.js';
import type { AshOptions } from './ash.js';

/**
 * SCALE: all features are multiplied by e^{Σ f/Σ kept}, kept being the k largest; the novelty is the
 * energy of the logits of that. Nothing is pruned, so ties cannot matter.
 *
 * At infinity Σ f/Σ kept tends to the ratio r∞ of the sums of slopes and the slope is `−e^{r∞} b_k`:
 * blind iff the top logit does not fall, as for EBO, whose slope it multiplies.
 *
 * Source: Xu et al. 2024. `k = D − round(percent·D)`. `paper`: at least 1; nothing is scaled where
 * the kept sum is not above 0. `openood`: there, as at f = 0 or k = 0, NaN or infinite.
 */
export const scale = defineDetector<AshOptions>({
  id: 'scale',
  name: 'SCALE',
  source: 'Xu et al. 2024',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'depends',
  variants: ['paper', 'openood'],
  defaults: { variant: 'paper', percent: 85 },
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
              (value, _, row) => value * Math.exp(ratio(row)),
            ),
          ),
        ),
      germ: (tail) => scaleTailGerm(head, tail, penultimateGerms(tail), kept, ratio),
    };
  },
});

/** The expansion of SCALE's novelty with k units kept. Top class and sign of the slope are exact. */
export function scaleTailGerm(
  head: LinearHead,
  logits: ScoreTail,
  x: GermVector,
  kept: number,
  ratioOf: (row: ShapedRow) => number,
): NoveltyGerm {
  if (isConstant(x)) {
    const far = toNumbers(x.intercept);
    const scaled = shapeRows(
      { rows: 1, columns: far.length, values: far },
      () => kept,
      (value, _, row) => value * Math.exp(ratioOf(row)),
    );
    return germOfValue(energies(applyHead(head, scaled))[0]);
  }
  const ratio = ratioGerm(x, largestUnits(x, kept).stays);
  if (!ratio) return constantGerm(Number.NaN, 'the units that stay do not grow together');
  const size = Math.exp(ratio.limit);
  const constants = logits.slope.map((b, c) => {
    const a = logits.intercept[c].toNumber() - head.bias[c];
    return size * (a + ratio.rate * b.toNumber()) + head.bias[c];
  });
  return scaledEnergyGerm(logits.slope, constants, size);
}
