import type { Batch } from '../batch.js';
import type { Observations } from '../observations.js';
import { toNumbers } from './germVector.js';
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
