import { argmaxRows, type Batch, rowOf } from '../batch.js';
import { meanRow } from '../classMeans.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { restingGerm } from '../infinity/atRest.js';
import { farDirection } from '../infinity/farDirection.js';
import { isConstant, largestGerm } from '../infinity/germVector.js';
import { addGerms, convergingGerm, scaleGerm } from '../infinity/noveltyGerm.js';
import { absoluteSumGerm } from '../infinity/quadraticGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { optionProblem } from '../options.js';
import { distance, dot } from '../vectors.js';

/** The options of `nci`. */
export interface NciOptions extends VariantOptions {
  /** α: what the size of the features weighs against their angle. */
  readonly alpha: number;
}

/**
 * Neural-collapse-inspired score: novelty `−w_ŷ·(f − μ)/‖f − μ‖ − α‖f‖₁`, how well the centred
 * features point at the weights of the predicted class, and how large they are.
 *
 * At infinity the size decides: slope `−α‖Δ‖₁`, so with α > 0 it falls without bound in *every*
 * direction in which a unit moves, and one does in every direction in which the network becomes
 * certain: always blind. With α = 0 it is bounded.
 *
 * Source: Liu and Qin 2025. `paper`: ‖f − μ‖ below 1e-12 counts as 1e-12. `openood`: NaN at f = μ.
 */
export const nci = defineDetector<NciOptions>({
  id: 'nci',
  name: 'NCI',
  source: 'Liu and Qin 2025',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'always blind',
  variants: ['paper', 'openood'],
  defaults: { variant: 'paper', alpha: 1e-4 },
  check: ({ alpha }) =>
    optionProblem(
      'alpha',
      alpha,
      Number.isFinite(alpha) && alpha >= 0,
      'must be a finite number of at least 0',
      'choose a weight for ‖f‖₁',
    ),
  fit({ head, train }, { variant, alpha }) {
    const mean = meanRow(train.features);
    const floor = variant === 'paper' ? 1e-12 : 0;
    const score = ({ features, logits }: { features: Batch; logits: Batch }) =>
      Float64Array.from(argmaxRows(logits), (predicted, i) => {
        const f = rowOf(features, i);
        const weights = rowOf(head.weights, predicted);
        const along = dot(
          weights,
          f.map((value, j) => value - mean[j]),
        );
        const size = f.reduce((sum, value) => sum + Math.abs(value), 0);
        return -(along / Math.max(distance(f, mean), floor)) - alpha * size;
      });
    return {
      parameters: { alpha, mean: Array.from(mean) },
      score,
      germ(tail) {
        const x = penultimateGerms(tail);
        if (isConstant(x)) return restingGerm(score, tail);
        const weights = rowOf(head.weights, largestGerm(tail));
        return addGerms(
          scaleGerm(absoluteSumGerm(x), -alpha),
          convergingGerm(-dot(weights, farDirection(x).unit), { kind: 'algebraic', power: 1 }),
        );
      },
    };
  },
});
