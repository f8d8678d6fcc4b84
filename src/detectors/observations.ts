import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { type Batch, notFinite } from './batch.js';

/**
 * What a classifier shows of n inputs: all that a detector may look at.
 *
 * `Classifier.observe` makes it from a network; features and logits computed elsewhere do as well
 * for every detector that does not read the inputs.
 */
export interface Observations {
  /** n × C. */
  readonly logits: Batch;
  /** n × D: the penultimate activations. */
  readonly features: Batch;
  /** n × number of inputs; needed by detectors that read inputs (ODIN). */
  readonly inputs?: Batch;
  /** Activations of every hidden layer, first to penultimate; needed by CEA over all layers. */
  readonly hidden?: readonly Batch[];
  /** Logits of every member of an ensemble, each n × C; a single network is its own only member. */
  readonly members?: readonly Batch[];
}

/**
 * Checks that observations fit the sizes a detector was fitted on.
 *
 * @throws InputError `shape_mismatch`, `not_finite` (features or logits NaN or infinite)
 */
export function checkObservations(
  where: string,
  observations: Observations,
  classes: number,
  width: number,
): void {
  const { logits, features } = observations;
  const problems: Problem[] = [];
  const same = (path: string, value: number, expected: number, remedy: string) => {
    if (value === expected) return;
    problems.push({
      code: 'shape_mismatch',
      path,
      value,
      rule: `must be ${expected}`,
      remedy,
    });
  };
  same('logits.columns', logits.columns, classes, 'pass one logit per class of the head');
  same('features.columns', features.columns, width, 'pass the activations the head reads');
  same('logits.rows', logits.rows, features.rows, 'pass logits and features of the same inputs');
  for (const [name, batch] of [
    ['features', features],
    ['logits', logits],
  ] as const) {
    for (let i = 0; i < batch.values.length && problems.length < 10; i++) {
      if (Number.isFinite(batch.values[i])) continue;
      const row = Math.floor(i / batch.columns);
      problems.push(notFinite(`${name}[${row}][${i % batch.columns}]`, batch.values[i]));
    }
  }
  if (problems.length > 0) throw new InputError(where, problems);
}

/** The observations of some of the rows. */
export function selectObservations(
  observations: Observations,
  select: (batch: Batch) => Batch,
): Observations {
  const { logits, features, inputs, hidden, members } = observations;
  return {
    logits: select(logits),
    features: select(features),
    ...(inputs && { inputs: select(inputs) }),
    ...(hidden && { hidden: hidden.map(select) }),
    ...(members && { members: members.map(select) }),
  };
}
