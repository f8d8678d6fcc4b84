import type { AuditRay } from '../audit/auditRay.js';
import { directionOf } from '../audit/auditRay.js';
import type { Audit } from '../audit/auditRun.js';
import { FITTING_ROWS } from '../audit/fittedDetectors.js';
import type { MeasuredDetector, MeasuredDirection } from '../audit/measuredDetector.js';
import { rankedDirections } from '../audit/ranking.js';
import { RandomNumbers } from '../data/randomNumbers.js';
import { type Batch, rowOf } from '../detectors/batch.js';
import { InputError } from '../errors/inputError.js';
import { thresholdOf } from '../metrics/index.js';
import { SCALES } from './farAway/rays.js';
import { scoresOf } from './scoring.js';
import type { DetectorUnderTest, FitRequest } from './subject.js';

/** Rows each direction is followed from. */
const ROWS = 3;
/** So many directions, the earliest certain first: each is a hundred rows to send. */
const MOST_DIRECTIONS = 200;

/** What an audit knows that a detector is fitted on. */
export interface MeasuringData {
  /** As the detector is sent it. */
  readonly network: FitRequest['network'];
  /** In-distribution rows in the network's units. */
  readonly inputs: Batch;
  /** Class indices, shape [n]. */
  readonly labels: ArrayLike<number>;
  /** Every direction of the audit, in its order. */
  readonly rays: readonly AuditRay[];
  /** The share of in-distribution rows that the threshold may flag. */
  readonly flagRate: number;
  readonly seed: number;
}

/**
 * Measures somebody else's detector along the directions in which an audit found the network to end
 * in certainty: fitted on 70 % of the rows, its threshold set with the others.
 *
 * @throws InputError `empty` for fewer than two rows, `not_a_number` if a validation row has no score
 * @throws whatever the detector throws
 */
export async function measureAlong(
  detector: DetectorUnderTest,
  audit: Audit,
  { network, inputs, labels, rays, seed, flagRate }: MeasuringData,
): Promise<MeasuredDetector> {
  if (inputs.rows < 2) throw refused('empty', inputs.rows, 'must be at least 2', 'give more rows');
  const order = new RandomNumbers(seed, 'audit', 'split').permutation(inputs.rows);
  const used = Math.min(inputs.rows, FITTING_ROWS);
  const trainRows = Math.min(used - 1, Math.max(1, Math.round(0.7 * used)));
  const part = (rows: Int32Array) => ({
    x: Array.from(rows, (row) => Array.from(rowOf(inputs, row))),
    y: Array.from(rows, (row) => labels[row]),
  });
  const train = part(order.slice(0, trainRows));
  const validation = part(order.slice(trainRows, used));
  const fitted = await detector.fit({ network, train, validation });
  const idScores = await scoresOf(fitted, validation.x);
  if (idScores.some(Number.isNaN)) {
    throw refused('not_a_number', Number.NaN, 'must be a number for a threshold', 'mend the score');
  }
  const { threshold } = thresholdOf(idScores, flagRate);
  const directions: MeasuredDirection[] = [];
  for (const { index, label } of rankedDirections(audit.directions).slice(0, MOST_DIRECTIONS)) {
    const ray = rays[index];
    const direction = directionOf(ray, audit.network.inputs);
    const origins = ray.origin ? [Array.from(ray.origin)] : validation.x.slice(0, ROWS);
    const followed = [];
    for (const origin of origins) {
      const rows = SCALES.map((t) => origin.map((value, d) => value + t * direction[d]));
      followed.push(await scoresOf(fitted, rows));
    }
    directions.push({ index, label, ...worstOf(followed, threshold) });
  }
  return {
    name: detector.name,
    threshold,
    flagRate,
    trainRows,
    validationRows: used - trainRows,
    rows: Math.min(ROWS, validation.x.length),
    scale: SCALES.at(-1)!,
    directions,
  };
}

/** The latest scale from which all later ones are flagged, over rays; null if one ends unflagged. */
function worstOf(rays: readonly (readonly number[])[], threshold: number) {
  // NaN is above no threshold: it flags nothing.
  const lastPassed = rays.map((scores) => scores.findLastIndex((score) => !(score > threshold)));
  const latest = Math.max(...lastPassed);
  const ends = rays.map((scores) => scores.at(-1)!);
  return {
    flagsFrom: latest === SCALES.length - 1 ? null : SCALES[latest + 1],
    score: ends.some(Number.isNaN) ? null : Math.min(...ends),
  };
}

function refused(
  code: 'empty' | 'not_a_number',
  value: number,
  rule: string,
  remedy: string,
): InputError {
  const path = code === 'empty' ? '--data rows' : 'novelty of a validation row';
  return new InputError('audit', [{ code, path, value, rule, remedy }]);
}
