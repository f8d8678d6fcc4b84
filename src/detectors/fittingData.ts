import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { instanceOf, type Kind, list, numbers, optional, record } from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';
import { batch } from './batch.js';
import { Classifier } from './classifier.js';
import type { LinearHead } from './linearHead.js';
import { checkObservations, type Observations, observationsKind } from './observations.js';

/** Observations with their class labels. */
export interface LabelledObservations extends Observations {
  /** Class indices, shape [n]. */
  readonly labels: Int32Array;
}

/** All that a detector may be fitted on: in-distribution data and the classifier. */
export interface FittingData {
  readonly head: LinearHead;
  readonly train: LabelledObservations;
  readonly validation: LabelledObservations;
  /** The whole network; needed by detectors that read inputs (ODIN). */
  readonly classifier?: Classifier;
}

/** Inputs with their class labels. */
export interface LabelledInputs {
  /** n rows. */
  readonly x: readonly ArrayLike<number>[];
  /** n class indices. */
  readonly y: ArrayLike<number>;
}

/**
 * Observes training and validation inputs, for fitting detectors.
 *
 * @throws InputError `empty` for a set without rows; `shape_mismatch` for ragged rows or a wrong
 *   number of labels; `not_finite`; `out_of_range` for a label that is no class index
 *
 * @example
 * ```ts
 * const data = fittingDataOf(new Classifier(network), { x: [[0, 1]], y: [0] }, { x: [[1, 1]], y: [1] });
 * ebo.fit(data).score(data.train); // Float64Array of one novelty score
 * ```
 */
export function fittingDataOf(
  classifier: Classifier,
  train: LabelledInputs,
  validation: LabelledInputs,
): FittingData {
  checkArguments('fittingDataOf', {
    classifier: [classifier, classifierKind],
    train: [train, labelledInputs],
    validation: [validation, labelledInputs],
  });
  const data = {
    head: classifier.head,
    classifier,
    train: { ...classifier.observeForFitting(train.x), labels: labelsOf('train.y', train.y) },
    validation: {
      ...classifier.observeForFitting(validation.x),
      labels: labelsOf('validation.y', validation.y),
    },
  };
  checkFittingData('fittingDataOf', data);
  return data;
}

/**
 * Checks fitting data: sets not empty, sizes that fit the head, finite numbers, labels in range.
 *
 * @throws InputError with every problem of both sets, up to ten each
 */
export function checkFittingData(where: string, data: FittingData): void {
  checkArguments(where, { data: [data, fittingData] });
  const classes = data.head.bias.length;
  const problems: Problem[] = [];
  for (const name of ['train', 'validation'] as const) {
    const set = data[name];
    try {
      checkObservations(name, set, classes, data.head.weights.columns, data.train);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems.map((p) => ({ ...p, path: `${name}.${p.path}` })));
    }
    problems.push(...labelProblems(name, set, classes));
  }
  if (problems.length > 0) throw new InputError(where, problems);
}

const classifierKind = instanceOf(Classifier, 'pass new Classifier(network)');

const labelled = record({ labels: instanceOf(Int32Array, 'use `fittingDataOf`') });

const labelledObservations: Kind = (value, path, report) => {
  observationsKind(value, path, report);
  labelled(value, path, report);
};

const fittingData = record({
  head: record({ weights: batch, bias: numbers({ least: 1 }) }),
  train: labelledObservations,
  validation: labelledObservations,
  classifier: optional(classifierKind),
});

/** Rows and labels; `Classifier.observe` and `labelsOf` look at the numbers. */
const labelledInputs = record({ x: list(() => {}), y: numbers({ infinite: true, nan: true }) });

function labelProblems(
  name: string,
  { labels, logits }: LabelledObservations,
  classes: number,
): Problem[] {
  if (logits.rows === 0) {
    return [
      {
        code: 'empty',
        path: name,
        rule: 'must hold at least one row',
        remedy: 'detectors are fitted on in-distribution data',
      },
    ];
  }
  if (labels.length !== logits.rows) {
    return [
      {
        code: 'shape_mismatch',
        path: `${name}.labels.length`,
        value: labels.length,
        rule: `must be ${logits.rows}`,
        remedy: 'pass one class index per row',
      },
    ];
  }
  const problems: Problem[] = [];
  for (let i = 0; i < labels.length && problems.length < 10; i++) {
    if (labels[i] >= 0 && labels[i] < classes) continue;
    problems.push({
      code: 'out_of_range',
      path: `${name}.labels[${i}]`,
      value: labels[i],
      rule: `must be a class index from 0 to ${classes - 1}`,
      remedy: 'number the classes from 0 in the order of the logits',
    });
  }
  return problems;
}

/** Reads class indices, which must be whole numbers; their range is checked with the rest. */
function labelsOf(name: string, labels: ArrayLike<number>): Int32Array {
  const whole = Array.from(labels, (label) => Number.isSafeInteger(label));
  const wrong = whole.indexOf(false);
  if (wrong === -1) return Int32Array.from(labels);
  throw new InputError('fittingDataOf', [
    {
      code: 'out_of_range',
      path: `${name}[${wrong}]`,
      value: labels[wrong],
      rule: 'must be a whole number',
      remedy: 'number the classes from 0 in the order of the logits',
    },
  ]);
}
