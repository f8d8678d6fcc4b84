import {
  guardedRatio,
  keptUnits,
  publishedRatio,
  type ShapedRow,
  shapeRows,
} from './activationShaping.js';
import { defineDetector } from './defineDetector.js';
import { energies } from './energy.js';
import type { NoveltyGerm } from './infinity/noveltyGerm.js';
import type { ScoreTail } from './infinity/scoreTail.js';
import { applyHead, type LinearHead } from './linearHead.js';
import type { AshOptions } from './methods/ash.js';
import { percentOption } from './options.js';

/** Σ f/Σ kept of a row, as a variant defines it where that is not a number. */
export type RatioOf = (row: ShapedRow) => number;

/** A detector that shapes the features by the largest of them. */
interface Shaping {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  /** How its authors' code is called; it keeps no unit of a narrow layer, the paper at least one. */
  readonly published: 'authors' | 'openood';
  /** The percentage of units that are not kept, if no other is asked for. */
  readonly percent: number;
  /** The new value of a feature. */
  shape(value: number, column: number, row: ShapedRow, ratio: RatioOf): number;
  /** The expansion of the novelty, with so many units kept. */
  germ(head: LinearHead, tail: ScoreTail, kept: number, ratio: RatioOf): NoveltyGerm;
}

/** The detector whose novelty is the energy of the logits that the head makes of shaped features. */
export function shapingDetector({ id, name, source, published, percent, shape, germ }: Shaping) {
  return defineDetector<AshOptions>({
    id,
    name,
    source,
    reads: 'features',
    family: 'after 2022',
    whenCertain: 'depends',
    variants: ['paper', published],
    defaults: { variant: 'paper', percent },
    check: (options) => percentOption('percent', options.percent),
    fit({ head }, options) {
      const width = head.weights.columns;
      const kept = keptUnits(width, options.percent, options.variant === 'paper' ? 1 : 0);
      const ratio = options.variant === 'paper' ? guardedRatio : publishedRatio;
      const shaped = (value: number, j: number, row: ShapedRow) => shape(value, j, row, ratio);
      return {
        parameters: { percent: options.percent, kept, width },
        score: ({ features }) =>
          energies(
            applyHead(
              head,
              shapeRows(features, () => kept, shaped),
            ),
          ),
        germ: (tail) => germ(head, tail, kept, ratio),
      };
    },
  });
}
