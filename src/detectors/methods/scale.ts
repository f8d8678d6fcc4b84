import { largestUnits, ratioGerm, type ShapedRow, shapeRows } from '../activationShaping.js';
import { energies } from '../energy.js';
import { germOfValue } from '../infinity/atRest.js';
import { type GermVector, isConstant, toNumbers } from '../infinity/germVector.js';
import { constantGerm, type NoveltyGerm } from '../infinity/noveltyGerm.js';
import { scaledEnergyGerm } from '../infinity/scaledEnergyGerm.js';
import { penultimateGerms, type ScoreTail } from '../infinity/scoreTail.js';
import { applyHead, type LinearHead } from '../linearHead.js';
import { shapingDetector } from '../shapingDetector.js';

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
export const scale = shapingDetector({
  id: 'scale',
  name: 'SCALE',
  source: 'Xu et al. 2024',
  published: 'openood',
  percent: 85,
  shape: (value, _, row, ratio) => value * Math.exp(ratio(row)),
  germ: (head, tail, kept, ratio) => scaleTailGerm(head, tail, penultimateGerms(tail), kept, ratio),
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
