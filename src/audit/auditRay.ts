import type { Batch } from '../detectors/index.js';
import { InputError } from '../errors/inputError.js';
import type { InputScaling } from './inputScaling.js';

/** A direction to audit, and the input it starts from if it has one of its own. */
export interface AuditRay {
  /** As tables show it: `alcohol +`, `ray 3`, `row 17`, `random 5`. */
  readonly label: string;
  /** The feature the direction is along; null if it is none. */
  readonly feature: { readonly index: number; readonly name: string } | null;
  /** Whether the feature grows; 0 for a direction along none. */
  readonly sign: -1 | 0 | 1;
  /** The entries that are not 0, in the network's input units per unit of scale. */
  readonly entries: readonly { readonly index: number; readonly value: number }[];
  /** Where the ray starts, shape [D] in the network's input units; null for the audit's rows. */
  readonly origin: Float64Array | null;
}

/** Every feature, both directions: one unit of scale is one raw unit of the feature. */
export function featureRays(features: readonly string[], scaling: InputScaling | null): AuditRay[] {
  return features.flatMap((name, index) =>
    ([1, -1] as const).map((sign) => ({
      label: `${name} ${sign > 0 ? '+' : '−'}`,
      feature: { index, name },
      sign,
      entries: [{ index, value: scaling ? sign / scaling.deviations[index] : sign }],
      origin: null,
    })),
  );
}

/**
 * The scaling of whole inputs: from each row x along x itself, so that t is α − 1.
 *
 * @param raw - rows in raw units; with a scaling, α multiplies the raw values
 * @param rows - which of them
 * @throws InputError `zero_direction` if every row is 0
 *
 * Source: Hein et al. 2019, theorem 3.1; claim `hein-scaling`.
 */
export function scalingRays(
  raw: Batch,
  scaled: Batch,
  rows: readonly number[],
  scaling: InputScaling | null,
): AuditRay[] {
  const { columns } = raw;
  const rays = rows
    .map((row) => ({
      label: `α·row ${row + 1}`,
      feature: null,
      sign: 0 as const,
      entries: entriesOf(raw.values.subarray(row * columns, (row + 1) * columns), scaling),
      origin: scaled.values.slice(row * columns, (row + 1) * columns),
    }))
    .filter(({ entries }) => entries.length > 0);
  if (rays.length > 0) return rays;
  throw new InputError('--scale-all', [
    {
      code: 'zero_direction',
      path: 'rows',
      rule: 'must not all be 0: scaling such an input does nothing',
      remedy: 'give other data',
    },
  ]);
}

/** The direction as a vector of the network's inputs, shape [D]. */
export function directionOf({ entries }: AuditRay, inputSize: number): Float64Array {
  const direction = new Float64Array(inputSize);
  for (const { index, value } of entries) direction[index] = value;
  return direction;
}

/**
 * How many standard deviations one unit of scale is: ‖direction / deviations‖₂.
 *
 * @param deviations - shape [D], network input units; null if none are known
 * @returns null where none are known, or a feature that moves never varied
 */
export function deviationsPerUnit(
  { entries }: AuditRay,
  deviations: Float64Array | null,
): number | null {
  if (!deviations) return null;
  // One after the other: a call with a number per input may be too long.
  const length = entries.reduce(
    (norm, { index, value }) => Math.hypot(norm, value / deviations[index]),
    0,
  );
  return Number.isFinite(length) ? length : null;
}

/** The entries of a raw direction that are not 0, in units of the network. */
export function entriesOf(direction: ArrayLike<number>, scaling: InputScaling | null) {
  return Array.from(direction, (value, index) => ({
    index,
    value: scaling ? value / scaling.deviations[index] : value,
  })).filter(({ value }) => value !== 0);
}
