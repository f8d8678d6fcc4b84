import { Rational } from '../../exact/rational.js';
import {
  interchangeable,
  keptUnits,
  largestUnits,
  shapeRows,
  TIE_NOTE,
} from '../activationShaping.js';
import type { Batch } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { energies, energyRounding } from '../energy.js';
import { headGerms } from '../infinity/headGerms.js';
import { energyGerm } from '../infinity/logitGerms.js';
import { constantGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { applyHead, headErrors } from '../linearHead.js';
import { featureErrors } from '../observations.js';
import { percentOption } from '../options.js';

/** The options of `ash`. */
export interface AshOptions extends VariantOptions {
  /** The percentage of activations that is pruned. */
  readonly percent: number;
}

/**
 * Activation shaping, variant B: the k largest features become `Σ_j f_j / k`, the others 0, and
 * the energy of the logits of that is the novelty.
 *
 * At infinity the slope is minus the top slope of the reshaped features under the head: which k
 * units stay is decided by their germs. Where fewer than k units are not 0, say, units tie at the
 * cut and zeros are filled: the slope is the choice of the sort, and nothing is stated.
 *
 * Source: Djurisic et al. 2023, algorithm 2. `k = D − round(percent·D)`. `paper`: at least 1.
 * `cea-2024`: 0 in narrow layers (D = 4 at 90 %), where every score is the energy of the bias.
 */
export const ash = defineDetector<AshOptions>({
  id: 'ash',
  name: 'ASH',
  source: 'Djurisic et al. 2023',
  reads: 'features',
  family: 'paper B',
  whenCertain: 'depends',
  defaults: { variant: 'paper', percent: 90 },
  check: ({ percent }) => percentOption('percent', percent),
  fit({ head }, { variant, percent }) {
    const width = head.weights.columns;
    const kept = keptUnits(width, percent, variant === 'paper' ? 1 : 0);
    return {
      parameters: { percent, kept, width },
      notes: notesOf(width, percent, kept),
      error(observations) {
        // Each kept unit becomes a share of the sum over all of them.
        const total = featureErrors(observations).reduce((sum, error) => sum + error, 0);
        const errors = new Float64Array(width).fill(kept === 0 ? 0 : total / kept);
        const seen = shaped(observations.features, kept);
        return headErrors(head, seen, errors) + energyRounding(applyHead(head, seen));
      },
      score: ({ features }) => energies(applyHead(head, shaped(features, kept))),
      germ(tail) {
        const x = penultimateGerms(tail);
        const { stays, tied } = largestUnits(x, kept);
        if (!interchangeable(head.weights, tied)) return constantGerm(Number.NaN, TIE_NOTE);
        const shareOf = (values: readonly Rational[]) => {
          const sum = values.reduce((total, value) => total.add(value), Rational.zero);
          const share = kept === 0 ? Rational.zero : sum.divide(new Rational(BigInt(kept), 1n));
          return stays.map((stay) => (stay ? share : Rational.zero));
        };
        return energyGerm(
          headGerms(head, { slope: shareOf(x.slope), intercept: shareOf(x.intercept) }),
        );
      },
    };
  },
});

/** The `kept` largest features, each the sum of all over `kept`; the others 0. */
function shaped(features: Batch, kept: number): Batch {
  return shapeRows(
    features,
    () => kept,
    (_, j, { stays, total }) => (stays[j] ? total / kept : 0),
  );
}

function notesOf(width: number, percent: number, kept: number): string[] {
  if (kept === 0) return ['no unit is kept: the novelty is the same everywhere'];
  return keptUnits(width, percent, 0) === 0
    ? [`pruning ${percent} % of ${width} units would leave none: one is kept`]
    : [];
}
