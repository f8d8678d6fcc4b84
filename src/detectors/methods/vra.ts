import type { Problem } from '../../errors/problem.js';
import { type Batch, rowOf } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { Detector, VariantOptions, WhenCertain } from '../detector.js';
import { energies } from '../energy.js';
import type { GermVector } from '../infinity/germVector.js';
import { headGerms } from '../infinity/headGerms.js';
import { energyGerm } from '../infinity/logitGerms.js';
import { addGerms, type NoveltyGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { applyHead } from '../linearHead.js';
import { optionProblem, percentOption } from '../options.js';
import { percentile } from '../percentile.js';
import { rectifiedBetween, rectifyGerms } from '../vraRule.js';

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
      const bounds = {
        low: columnPercentiles(train.features, options.lowPercent),
        high: columnPercentiles(train.features, options.highPercent),
        shift: form.shift?.(options) ?? 0,
      };
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
          const germ = energyGerm(headGerms(head, rectifyGerms(x, bounds)));
          return penalty ? addGerms(germ, penalty.germ(options, x)) : germ;
        },
      };
    },
  });
}

function columnPercentiles({ rows, columns, values }: Batch, percent: number): Float64Array {
  return Float64Array.from({ length: columns }, (_, j) =>
    percentile(
      Array.from({ length: rows }, (_, i) => values[i * columns + j]),
      percent,
    ),
  );
}
