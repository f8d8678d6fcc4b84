import { momentsOf } from '../audit/inputScaling.js';
import type { Batch } from '../detectors/index.js';
import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import type { Box } from '../tail/box.js';
import { confidenceBound, insideChange } from '../uncertainty/guardBounds.js';
import type { Guard } from '../uncertainty/guarded.js';
import { float32Above, float32Below } from './float32.js';

/** What a guard is to do. */
export interface GuardAims {
  /** The largest change of a probability inside the box; 1e-6 if absent. */
  readonly keep?: number;
  /** How far beyond the box confidence is to be lost, in widths; 3 if absent. */
  readonly uncertainAt?: number;
  /** The confidence that is not exceeded from there on; 0.9 if absent, or half-way from 1/C to 1 where that is higher. */
  readonly confidence?: number;
  /** Leaves out this share of the rows at each end of each input; 0 if absent. */
  readonly quantile?: number;
  /** Widens the box by this many widths on each side; 0 if absent. */
  readonly margin?: number;
  /** What one unit of distance is, per input: standard deviations of the data if absent. */
  readonly widths?: 'deviations' | 'range' | ArrayLike<number>;
}

/** The aims with what stands for those left out. */
export const GUARD_DEFAULTS = {
  keep: 1e-6,
  uncertainAt: 3,
  confidence: 0.9,
  quantile: 0,
  margin: 0,
} as const;

/**
 * Finds box, widths, κ and μ of a guard. All are numbers that float32 holds exactly, rounded so that
 * the aims are met: what a model file stores is what is certified.
 *
 * @param classes - C
 * @param data - rows in the network's input units, or a box to take as it is
 * @throws InputError `out_of_range` for aims that contradict each other or cannot be met
 */
export function fitGuard(classes: number, data: Batch | Box, aims: GuardAims = {}): Guard {
  const { keep, uncertainAt, confidence, quantile, margin } = { ...GUARD_DEFAULTS, ...aims };
  checkAims(classes, { keep, uncertainAt, confidence, quantile, margin });
  const box =
    'lower' in data
      ? { lower: Float64Array.from(data.lower), upper: Float64Array.from(data.upper) }
      : boxOf(data, quantile);
  const widths = widthsOf(data, box, aims.widths ?? 'deviations').map(float32Above);
  const lower = box.lower.map((value, d) => float32Below(value - margin * widths[d]));
  const upper = box.upper.map((value, d) => float32Above(value + margin * widths[d]));
  for (const [name, ends] of Object.entries({ lower, upper })) {
    const d = ends.findIndex((value) => !Number.isFinite(value));
    if (d === -1) continue;
    throw refusal(
      'out_of_range',
      `box.${name}[${d}]`,
      box[name as 'lower'][d],
      'must be a number that float32 holds',
      'scale the inputs',
    );
  }
  // (1 − 1/C)/(1 + e^κ) ≤ keep.
  const share = 1 - 1 / classes;
  let kappa = float32Above(Math.log(share / keep - 1));
  while (insideChange(classes, kappa) > keep) kappa = float32Above(kappa + 2 ** -18);
  // 1/C + (1 − 1/C)·σ(κ − μ·uncertainAt) ≤ confidence.
  const trust = (confidence - 1 / classes) / share;
  let mu = float32Above((kappa - Math.log(trust / (1 - trust))) / uncertainAt);
  while (confidenceBound(classes, kappa, mu, uncertainAt) > confidence) {
    mu = float32Above(mu * (1 + 2 ** -22));
  }
  return { lower, upper, widths, kappa, mu };
}

function checkAims(classes: number, aims: Required<Omit<GuardAims, 'widths'>>): void {
  const { keep, uncertainAt, confidence, quantile, margin } = aims;
  const problems: Problem[] = [];
  const need = (holds: boolean, path: string, value: number, rule: string, remedy: string) => {
    if (!holds) problems.push({ code: 'out_of_range', path, value, rule, remedy });
  };
  need(
    keep >= 1e-30 && keep <= 0.1,
    'keep',
    keep,
    'must lie between 1e-30 and 0.1',
    'give the largest change of a probability you accept inside the box',
  );
  need(
    uncertainAt > 0 && Number.isFinite(uncertainAt),
    'uncertainAt',
    uncertainAt,
    'must be above 0',
    'give a distance from the box',
  );
  need(
    confidence > 1 / classes && confidence < 1 - keep,
    'confidence',
    confidence,
    `must lie between 1/C = ${1 / classes} and 1 − keep = ${1 - keep}`,
    `give a confidence that ${classes} classes can be below`,
  );
  need(
    quantile >= 0 && quantile < 0.5,
    'quantile',
    quantile,
    'must be at least 0 and below 0.5',
    'give the share of rows to leave out at each end',
  );
  need(
    margin >= 0 && Number.isFinite(margin),
    'margin',
    margin,
    'must be at least 0',
    'give a number of widths',
  );
  if (problems.length > 0) throw new InputError('guard', problems);
}

interface DoubleBox {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** @throws InputError `shape_mismatch` if there is not one column, or one end, per input */
export function checkInputs(data: Batch | Box, inputSize: number): void {
  const sizes = 'lower' in data ? [data.lower.length, data.upper.length] : [data.columns];
  const wrong = sizes.find((size) => size !== inputSize);
  if (wrong === undefined) return;
  throw refusal(
    'shape_mismatch',
    'lower' in data ? 'box.length' : 'data.columns',
    wrong,
    `must equal network.inputSize=${inputSize}`,
    'give one per input of the network',
  );
}

/** The range of each column, without a share of rows at each end. */
function boxOf(data: Batch, quantile: number): DoubleBox {
  if (data.rows === 0) {
    throw refusal('empty', 'data.rows', 0, 'must be at least 1', 'give data');
  }
  const lower = new Float64Array(data.columns);
  const upper = new Float64Array(data.columns);
  for (let d = 0; d < data.columns; d++) {
    const sorted = columnOf(data, d).sort();
    const left = Math.floor(quantile * data.rows);
    lower[d] = sorted[left];
    upper[d] = sorted[data.rows - 1 - left];
  }
  return { lower, upper };
}

function columnOf({ rows, columns, values }: Batch, d: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => values[i * columns + d]);
}

/**
 * One width per input, all positive: one that does not vary in the data has the middle of the
 * others', or 1 where none varies.
 */
function widthsOf(
  data: Batch | Box,
  box: DoubleBox,
  how: NonNullable<GuardAims['widths']>,
): Float64Array {
  if (typeof how !== 'string') {
    if (how.length !== box.lower.length) {
      throw refusal(
        'shape_mismatch',
        'widths.length',
        how.length,
        `must equal network.inputSize=${box.lower.length}`,
        'give one width per input',
      );
    }
    const given = Float64Array.from(how);
    const d = given.findIndex((width) => !(width >= 1e-30 && width <= 1e30));
    if (d !== -1) {
      throw refusal(
        'out_of_range',
        `widths[${d}]`,
        given[d],
        'must lie between 1e-30 and 1e30',
        'give what counts as one unit of the input',
      );
    }
    return given;
  }
  const range = box.upper.map((value, d) => value - box.lower[d]);
  // Of a box alone: the deviation that an even spread over it has.
  const widths =
    how === 'range'
      ? range
      : 'lower' in data
        ? range.map((r) => r / Math.sqrt(12))
        : momentsOf(data).deviations;
  const known = Array.from(widths)
    .filter((width) => width > 1e-30)
    .sort((a, b) => a - b);
  const usual = known[known.length >> 1] ?? 1;
  return widths.map((width) => (width > 1e-30 ? width : usual));
}

function refusal(
  code: Problem['code'],
  path: string,
  value: unknown,
  rule: string,
  remedy: string,
) {
  return new InputError('guard', [{ code, path, value, rule, remedy }]);
}
