import type { Problem } from '../../errors/problem.js';
import { logSumExp } from '../../uncertainty/logSumExp.js';
import { type Batch, rowOf } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { Detector, VariantOptions, WhenCertain } from '../detector.js';
import { energies, energyRounding } from '../energy.js';
import type { GermVector } from '../infinity/germVector.js';
import { headGerms } from '../infinity/headGerms.js';
import { addIntervals, around, exactly, multiplyIntervals, rounded } from '../infinity/interval.js';
import { energyGerm } from '../infinity/logitGerms.js';
import { addGerms, constantGerm, type NoveltyGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { applyHead, type LinearHead } from '../linearHead.js';
import { featureErrors, type Observations } from '../observations.js';
import { optionProblem, percentOption } from '../options.js';
import { percentile } from '../percentile.js';
import { rectifiedBetween, rectifyGerms, unitsAtBounds, type VraBounds } from '../vraRule.js';
import { meanError } from '../whitening.js';

/** The options of `vra`. */
export interface VraOptions extends VariantOptions {
  /** Features below this percentile of their column in training become 0. */
  readonly lowPercent: number;
  /** Features above this percentile of their column in training become that. */
  readonly highPercent: number;
}

/**
 * Variational rectified activations: the energy of features that are 0 below a percentile of their
 * column in training, clipped at another, and as they are in between.
 *
 * At infinity growing units freeze at their upper bound: under ReLU it converges, decided by the
 * limit.
 *
 * Source: Xu, Lian, Liu and Tao 2023. No difference between the variants.
 */
export const vra = vraForm({
  id: 'vra',
  name: 'VRA',
  whenCertain: 'depends',
  defaults: { variant: 'paper', lowPercent: 60, highPercent: 95 },
});

/** What sets one form of VRA apart from the others. */
export interface VraForm<Options extends VraOptions> {
  readonly id: string;
  readonly name: string;
  readonly whenCertain: WhenCertain;
  readonly defaults: Readonly<Options>;
  /** Problems of options of its own. */
  check?(options: Options): readonly Problem[];
  /** Added to features between the bounds; 0 if absent. */
  shift?(options: Options): number;
  /** A second term of the novelty. */
  readonly penalty?: {
    score(options: Options, features: Float64Array): number;
    germ(options: Options, x: GermVector): NoveltyGerm;
  };
}

/** A form of VRA with bounds per feature. */
export function vraForm<Options extends VraOptions>(form: VraForm<Options>): Detector<Options> {
  const { id, name, whenCertain, defaults, penalty } = form;
  return defineDetector<Options>({
    id,
    name,
    source: 'Xu, Lian, Liu and Tao 2023',
    reads: 'features',
    family: 'after 2022',
    whenCertain,
    variants: ['paper', 'authors'],
    defaults,
    check: (options) => [
      ...percentOption('lowPercent', options.lowPercent),
      ...percentOption('highPercent', options.highPercent),
      ...optionProblem(
        'lowPercent',
        options.lowPercent,
        options.lowPercent <= options.highPercent,
        `must be at most highPercent (${options.highPercent})`,
        'swap them',
      ),
      ...(form.check?.(options) ?? []),
    ],
    fit({ head, train }, options) {
      const low = columnPercentiles(train.features, options.lowPercent);
      const high = columnPercentiles(train.features, options.highPercent);
      const errors = { low: boundErrors(train, low), high: boundErrors(train, high) };
      const bounds: VraBounds = { low, high, shift: form.shift?.(options) ?? 0, errors };
      return {
        parameters: { low: Array.from(bounds.low), high: Array.from(bounds.high) },
        score({ features }) {
          const out = energies(applyHead(head, rectifiedBetween(features, bounds)));
          if (penalty) {
            for (let i = 0; i < out.length; i++)
              out[i] += penalty.score(options, rowOf(features, i));
          }
          return out;
        },
        germ(tail) {
          const x = penultimateGerms(tail);
          const germ = rectifiedEnergy(head, x, bounds);
          return penalty ? addGerms(germ, penalty.germ(options, x)) : germ;
        },
      };
    },
  });
}

/**
 * How far percentiles of columns may be off: features by their rounding, and what was interpolated
 * between two of them by its own. A bound of 0 is taken for 0 in reals as well: a ReLU leaves it of
 * whatever is negative, and rounding makes it of units alone that are on their kink at many rows.
 * Shape [D].
 */
function boundErrors(train: Observations, bounds: Float64Array): Float64Array {
  const { features } = train;
  const { rows, columns, values } = features;
  const isFeature = (bound: number, j: number) =>
    Array.from({ length: rows }, (_, i) => values[i * columns + j]).includes(bound);
  return featureErrors(train).map((error, j) => {
    if (bounds[j] === 0) return 0;
    return isFeature(bounds[j], j) ? error : error + meanError(features, j);
  });
}

/** The energy of rectified germs: not known if a unit ends at a bound that rounding may have put there. */
function rectifiedEnergy(head: LinearHead, x: GermVector, bounds: VraBounds): NoveltyGerm {
  const germs = rectifyGerms(x, bounds);
  const open = unitsAtBounds(x, bounds);
  if (open.size === 0) return energyGerm(headGerms(head, germs));
  const rectified = germs.intercept.map((value, j) => open.get(j) ?? rounded(value.toNumber()));
  const intervals = Array.from(head.bias, (bias, c) =>
    rectified.reduce(
      (sum, value, j) =>
        addIntervals(sum, multiplyIntervals(exactly(rowOf(head.weights, c)[j]), value)),
      exactly(bias),
    ),
  );
  const [least, most] = (['upper', 'lower'] as const).map((end) => {
    const values = Float64Array.from(intervals, (logit) => logit[end]);
    return around(-logSumExp(values), energyRounding({ rows: 1, columns: values.length, values }));
  });
  const few = `${open.size} of ${rectified.length} units end at a bound of their column, within the rounding of the fit`;
  return {
    ...constantGerm(Number.NaN, `${few}: on which side is not known`),
    constantBounds: { lower: least.lower, upper: most.upper },
    made: 'by rounding',
  };
}

function columnPercentiles({ rows, columns, values }: Batch, percent: number): Float64Array {
  return Float64Array.from({ length: columns }, (_, j) =>
    percentile(
      Array.from({ length: rows }, (_, i) => values[i * columns + j]),
      percent,
    ),
  );
}
