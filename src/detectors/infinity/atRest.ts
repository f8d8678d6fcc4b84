import type { Batch } from '../batch.js';
import type { Observations } from '../observations.js';
import { toNumbers } from './germVector.js';
import { constantGerm, type NoveltyGerm } from './noveltyGerm.js';
import { penultimateGerms, type ScoreTail } from './scoreTail.js';

/**
 * What the classifier shows, for ever, on a tail on which no penultimate unit moves: one row.
 * Rounded once.
 */
export function atRest(tail: ScoreTail): Observations {
  const row = (values: Float64Array): Batch => ({ rows: 1, columns: values.length, values });
  return {
    features: row(toNumbers(penultimateGerms(tail).intercept)),
    logits: row(toNumbers(tail.intercept)),
    ...(tail.hidden && { hidden: tail.hidden.map(({ intercept }) => row(toNumbers(intercept))) }),
  };
}

/** The expansion of a score on such a tail: what the fitted detector gives that row. */
export function restingGerm(
  score: (observations: Observations) => Float64Array,
  tail: ScoreTail,
): NoveltyGerm {
  return germOfValue(score(atRest(tail))[0]);
}

/** The expansion of a score that has one value for ever, which published code may make NaN. */
export function germOfValue(value: number): NoveltyGerm {
  return Number.isNaN(value)
    ? constantGerm(value, 'the score of what the network shows there, for ever, is NaN')
    : constantGerm(value);
}
