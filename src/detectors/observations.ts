import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { list, optional, record } from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';
import { allFinite } from '../kernel/allFinite.js';
import { type Batch, batch as batchKind, notFinite } from './batch.js';
import type { EvaluationRounding } from './evaluationRounding.js';
import { grainOf } from './grain.js';
import { UNIT } from './infinity/interval.js';
import { isSettledFinite, settlePart } from './settled.js';

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
  /**
   * How far features and logits may be from those of the real-number network; without it they are
   * taken to be rounded once.
   */
  readonly rounding?: EvaluationRounding;
}

/**
 * How far each feature may be off, up to what is the same for all rows: as the observations say, or
 * rounded once. Shape [D].
 */
export function featureErrors({ features, rounding }: Observations): Float64Array {
  return rounding?.features ?? roundedOnce(features);
}

/** The same for logits. Shape [C]. */
export function logitErrors({ logits, rounding }: Observations): Float64Array {
  return rounding?.logits ?? roundedOnce(logits);
}

/** The same for every hidden layer, of those there are. */
export function hiddenErrors({ hidden = [], rounding }: Observations): readonly Float64Array[] {
  return rounding?.hidden ?? hidden.map(roundedOnce);
}

/**
 * What rounding to float32 or float64 did to each column of numbers whose origin is not known.
 *
 * 0 for a column of one value, which is constant in reals as well, and for one of whole numbers and
 * other short ones, which rounding does not leave.
 */
function roundedOnce({ rows, columns, values }: Batch): Float64Array {
  const column = new Float64Array(rows);
  return Float64Array.from({ length: columns }, (_, j) => {
    let largest = 0;
    let varies = false;
    for (let i = 0; i < rows; i++) {
      column[i] = values[i * columns + j];
      largest = Math.max(largest, Math.abs(column[i]));
      if (column[i] !== column[0]) varies = true;
    }
    if (!varies) return 0;
    const digits = largest / grainOf(column);
    return digits < 2 ** 12 ? 0 : digits < 2 ** 24 ? largest * 2 ** -24 : largest * UNIT;
  });
}

/**
 * Checks that observations fit the sizes a detector was fitted on.
 *
 * @param fittedOn - what the detector was fitted on: hidden layers must be as wide
 * @throws InputError `wrong_type`, `shape_mismatch`, `not_finite` (a NaN or infinite number)
 */
export function checkObservations(
  where: string,
  observations: Observations,
  classes: number,
  width: number,
  fittedOn?: Observations,
): void {
  checkArguments(where, { observations: [observations, observationsKind] });
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
  if (observations.hidden && fittedOn?.hidden) {
    const widths = (layers: readonly Batch[]) => layers.map(({ columns }) => columns).join(', ');
    if (widths(observations.hidden) !== widths(fittedOn.hidden)) {
      problems.push({
        code: 'shape_mismatch',
        path: 'hidden',
        value: widths(observations.hidden),
        rule: `must be layers of ${widths(fittedOn.hidden)} units`,
        remedy: 'pass the hidden layers of the network that the detector was fitted on',
      });
    }
  }
  const parts = (name: string, batches: readonly Batch[] = []) =>
    batches.map((batch, k) => [`${name}[${k}]`, batch] as const);
  const all: readonly (readonly [string, Batch])[] = [
    ['features', features],
    ['logits', logits],
    ...(observations.inputs ? [['inputs', observations.inputs] as const] : []),
    ...parts('hidden', observations.hidden),
    ...parts('members', observations.members),
  ];
  const known = isSettledFinite(observations);
  for (const [name, { columns, values }] of all) {
    if (known || allFinite(values)) continue;
    for (let i = 0; i < values.length && problems.length < 10; i++) {
      if (Number.isFinite(values[i])) continue;
      problems.push(notFinite(`${name}[${Math.floor(i / columns)}][${i % columns}]`, values[i]));
    }
  }
  if (problems.length > 0) throw new InputError(where, problems);
}

/** What `Classifier.observe` makes: batches, which `checkObservations` looks into. */
export const observationsKind = record({
  logits: batchKind,
  features: batchKind,
  inputs: optional(batchKind),
  hidden: optional(list(batchKind, 1)),
  members: optional(list(batchKind, 1)),
});

/** The observations of some of the rows. */
export function selectObservations(
  observations: Observations,
  select: (batch: Batch) => Batch,
): Observations {
  const { logits, features, inputs, hidden, members, rounding } = observations;
  return {
    logits: select(logits),
    features: select(features),
    ...(inputs && { inputs: select(inputs) }),
    ...(hidden && { hidden: hidden.map(select) }),
    ...(members && { members: members.map(select) }),
    ...(rounding && { rounding }),
  };
}

/** Some of the rows, as views; of settled observations, settled like them. */
export function rowsOfObservations(
  observations: Observations,
  from: number,
  to: number,
): Observations {
  const parts: [Batch, Batch][] = [];
  const part = selectObservations(observations, (batch) => {
    const { columns, values } = batch;
    const rows = {
      rows: to - from,
      columns,
      values: values.subarray(from * columns, to * columns),
    };
    parts.push([batch, rows]);
    return rows;
  });
  settlePart(observations, part, parts, from);
  return part;
}

/**
 * The same with bounds of their rounding, where there are none: those that every detector would take,
 * found once.
 */
export function withRounding<Kind extends Observations>(observations: Kind): Kind {
  if (observations.rounding) return observations;
  return {
    ...observations,
    rounding: {
      features: featureErrors(observations),
      logits: logitErrors(observations),
      hidden: hiddenErrors(observations),
    },
  };
}
