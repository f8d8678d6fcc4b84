import { argmaxRows, type Batch, rowOf } from '../batch.js';
import { meanRow } from '../classMeans.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { restingGerm } from '../infinity/atRest.js';
import { farDirection } from '../infinity/farDirection.js';
import { isConstant, largestGerm } from '../infinity/germVector.js';
import { constantGerm, convergingGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { oneOfOption } from '../options.js';
import { distance, norm } from '../vectors.js';

/** The options of `fdbd`. */
export interface FdbdOptions extends VariantOptions {
  /** What the distances are divided by: ‖f − mean training feature‖, or ‖f‖. */
  readonly regularizer: 'distance to mean' | 'norm';
}

/**
 * Fast decision-boundary distances: novelty `−Σ_{c≠ŷ} (z_ŷ − z_c)/‖w_ŷ − w_c‖`, the distances of the
 * features to the boundaries of the predicted class, divided by their distance from the training
 * mean. A sum over classes, not a mean.
 *
 * At infinity it converges to `−(1/‖Δ‖) Σ_{c≠k} (b_k − b_c)/‖w_k − w_c‖`, whatever the input: bounded.
 *
 * Source: Liu and Qin 2024. `paper`: a class with the weights of the predicted one has no boundary
 * with it and takes no part; a divisor below 1e-12 counts as 1e-12. `openood`: 0/0 is NaN.
 */
export const fdbd = defineDetector<FdbdOptions>({
  id: 'fdbd',
  name: 'fDBD',
  source: 'Liu and Qin 2024',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'depends',
  variants: ['paper', 'openood'],
  defaults: { variant: 'paper', regularizer: 'distance to mean' },
  check: ({ regularizer }) => oneOfOption('regularizer', regularizer, ['distance to mean', 'norm']),
  fit({ head, train }, { variant, regularizer }) {
    const mean = meanRow(train.features);
    const apart = rowDistances(head.weights);
    const floor = variant === 'paper' ? 1e-12 : 0;
    const boundaries = (leads: (c: number) => number, predicted: number) => {
      let sum = 0;
      for (let c = 0; c < apart.rows; c++) {
        const between = rowOf(apart, predicted)[c];
        if (c !== predicted && (between > 0 || variant !== 'paper')) sum += leads(c) / between;
      }
      return sum;
    };
    const score = ({ features, logits }: { features: Batch; logits: Batch }) =>
      Float64Array.from(argmaxRows(logits), (predicted, i) => {
        const f = rowOf(features, i);
        const z = rowOf(logits, i);
        const size = regularizer === 'norm' ? norm(f) : distance(f, mean);
        return -boundaries((c) => z[predicted] - z[c], predicted) / Math.max(size, floor);
      });
    return {
      parameters: { mean: Array.from(mean) },
      score,
      germ(tail) {
        const x = penultimateGerms(tail);
        if (isConstant(x)) return restingGerm(score, tail);
        const top = largestGerm(tail);
        const lead = (c: number) => tail.slope[top].subtract(tail.slope[c]).toNumber();
        const limit = -boundaries(lead, top) / farDirection(x).length;
        return Number.isNaN(limit)
          ? constantGerm(limit, 'another class has the weights of the predicted one: 0/0')
          : convergingGerm(limit, { kind: 'algebraic', power: 1 });
      },
    };
  },
});

/** ‖w_c − w_c'‖: C × C. */
function rowDistances(weights: Batch): Batch {
  const { rows } = weights;
  const values = Float64Array.from({ length: rows * rows }, (_, i) =>
    distance(rowOf(weights, Math.floor(i / rows)), rowOf(weights, i % rows)),
  );
  return { rows, columns: rows, values };
}
