import { RandomNumbers } from '../data/randomNumbers.js';
import { argmaxRows, selectRows } from '../detectors/batch.js';
import {
  type Batch,
  type Classifier,
  cea,
  DETECTORS,
  detectorNamed,
  entropy,
  type FittingData,
  type LabelledObservations,
  type Scorer,
} from '../detectors/index.js';
import { settled } from '../detectors/settled.js';
import { InputError } from '../errors/inputError.js';
import { type Threshold, thresholdOf } from '../metrics/index.js';

/** The detectors an audit looks at where none are named. */
export const DEFAULT_DETECTORS: readonly string[] = ['msp', 'ebo', 'mds', 'cea-msp', 'cea-ebo'];

/** Share of in-distribution inputs that a threshold may flag, as in FPR@95TPR. */
export const DEFAULT_FLAG_RATE = 0.05;

/** At most this many rows are used to fit and to set thresholds. */
export const FITTING_ROWS = 3000;

/** A fitted detector with its threshold. */
export interface FittedDetector {
  readonly id: string;
  readonly name: string;
  readonly scorer: Scorer;
  /** Inputs with novelty above it are flagged. */
  readonly threshold: number;
  /** How well the threshold is known, and the share it flags. */
  readonly flagging: Threshold;
  /** Novelty of the validation rows, ascending. */
  readonly idScores: Float64Array;
}

/** What fitting came to. */
export interface Fitting {
  readonly detectors: readonly FittedDetector[];
  readonly trainRows: number;
  readonly validationRows: number;
  /** What a detector was fitted otherwise than asked for; which of `all` could not be, and why. */
  readonly notes: readonly string[];
}

/**
 * The ids `--detectors all` stands for: each detector that says something of a single network, and
 * CEA over those of paper B and entropy.
 */
export function allDetectorIds(): string[] {
  const single = [...DETECTORS.filter(({ family }) => family !== 'posterior'), entropy];
  const wrapped = single.filter(({ family }) => family !== 'after 2022');
  return [...single.map(({ id }) => id), ...wrapped.map((detector) => cea(detector).id)];
}

/**
 * Checks names of detectors.
 *
 * @param names - ids, or `all`
 * @throws InputError `unknown_value` naming every one there is not, `empty` without any
 */
export function detectorIdsOf(names: readonly string[]): string[] {
  if (names.length === 0) {
    throw new InputError('--detectors', [
      { code: 'empty', path: 'detectors', rule: 'must name a detector', remedy: 'or write all' },
    ]);
  }
  const ids = names.flatMap((name) => (name === 'all' ? allDetectorIds() : [name]));
  const problems = ids.flatMap((id) => {
    try {
      detectorNamed(id);
      return [];
    } catch (error) {
      if (error instanceof InputError) return error.problems;
      throw error;
    }
  });
  if (problems.length > 0) throw new InputError('--detectors', problems);
  return [...new Set(ids)];
}

/** What detectors are fitted on, and what thresholds are set with. */
export type FittingSplit = Pick<FittingData, 'train' | 'validation'>;

/** What few detectors read, and of a wide network is most of what could be observed. */
export interface PartsRead {
  readonly inputs: boolean;
  /** Every hidden layer. */
  readonly hidden: boolean;
}

/** What one of some detectors reads. */
export function partsRead(ids: readonly string[]): PartsRead {
  const detectors = ids.map(detectorNamed);
  return {
    inputs: detectors.some(({ reads }) => reads === 'inputs'),
    hidden: detectors.some(({ readsHidden }) => readsHidden),
  };
}

/**
 * Observes 70 % of the rows to fit detectors on, and the others to set thresholds with.
 *
 * @param inputs - in the network's units
 * @param labels - shape [n]; null for the network's own predictions
 * @param ids - the detectors: inputs and hidden layers are kept if one of them reads them
 * @throws InputError `empty` for fewer than two rows
 */
export function fittingSplit(
  classifier: Classifier,
  inputs: Batch,
  labels: Int32Array | null,
  seed: number,
  ids: readonly string[],
): FittingSplit {
  if (inputs.rows < 2) {
    throw new InputError('--data', [
      {
        code: 'empty',
        path: 'rows',
        value: inputs.rows,
        rule: 'must be at least 2: some to fit detectors on, some to set thresholds with',
        remedy: 'give more rows',
      },
    ]);
  }
  const order = new RandomNumbers(seed, 'audit', 'split').permutation(inputs.rows);
  const used = Math.min(inputs.rows, FITTING_ROWS);
  const trainRows = Math.min(used - 1, Math.max(1, Math.round(0.7 * used)));
  const kept = partsRead(ids);
  const part = (rows: Int32Array): LabelledObservations => {
    const { inputs: observed, ...observations } = classifier.observeForFitting(
      selectRows(inputs, rows),
      { hidden: kept.hidden },
    );
    return {
      ...observations,
      ...(kept.inputs && { inputs: observed }),
      labels: labels ? rows.map((row) => labels[row]) : argmaxRows(observations.logits),
    };
  };
  return { train: part(order.slice(0, trainRows)), validation: part(order.slice(trainRows, used)) };
}

/**
 * Fits detectors and sets each threshold, so that it flags at most `flagRate` of the validation rows.
 *
 * @param split - does not change from here on
 * @param ids - a detector that cannot be fitted is an error
 * @param flagRate - in [0, 1)
 * @param lenient - ids of detectors that are left out, with a note, if they cannot be fitted
 * @throws InputError as `fit` does
 */
export function fitDetectors(
  classifier: Classifier,
  split: FittingSplit,
  ids: readonly string[],
  { lenient, flagRate }: { readonly lenient: boolean; readonly flagRate: number },
): Fitting {
  const data: FittingData = {
    head: classifier.head,
    classifier,
    train: settled(split.train),
    validation: settled(split.validation),
  };
  const notes: string[] = [];
  const detectors = ids.flatMap((id): FittedDetector[] => {
    const detector = detectorNamed(id);
    try {
      const scorer = detector.fit(data);
      const scores = scorer.score(data.validation);
      notes.push(...(scorer.notes ?? []).map((note) => `${detector.name}: ${note}`));
      const unusable = scores.findIndex(Number.isNaN);
      if (unusable !== -1) throw notANumber(id, unusable);
      const flagging = thresholdOf(scores, flagRate);
      return [
        {
          id,
          name: detector.name,
          scorer,
          threshold: flagging.threshold,
          flagging,
          idScores: scores.sort(),
        },
      ];
    } catch (error) {
      if (!lenient || !(error instanceof InputError)) throw error;
      notes.push(`${detector.name} is left out: ${error.message.split('\n')[0]}`);
      return [];
    }
  });
  const [trainRows, validationRows] = [data.train, data.validation].map(
    ({ logits }) => logits.rows,
  );
  return { detectors, trainRows, validationRows, notes };
}

/** The share of in-distribution scores below a score, ties counted half: its AUROC. */
export function shareBelow({ idScores }: FittedDetector, novelty: number): number {
  let low = 0;
  let high = idScores.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (idScores[middle] < novelty) low = middle + 1;
    else high = middle;
  }
  let ties = low;
  while (ties < idScores.length && idScores[ties] === novelty) ties++;
  return (low + ties) / 2 / idScores.length;
}

function notANumber(id: string, row: number): InputError {
  return new InputError(id, [
    {
      code: 'not_a_number',
      path: `novelty of validation row ${row}`,
      value: Number.NaN,
      rule: 'must be a number for a threshold to be set',
      remedy: 'leave the detector out',
    },
  ]);
}
