import { rowOf } from '../detectors/batch.js';
import type { Batch } from '../detectors/index.js';
import type { Box } from '../tail/boxTail.js';
import type { AuditRay } from './auditRay.js';

/**
 * How far the data reach in a direction: the largest `⟨x, v⟩` over their rows, features weighed by
 * their standard deviations where those are known. Along one feature it is where the range of that
 * feature ends.
 */
export interface DataReach {
  readonly reach: number;
  /** The weights of the entries of the direction, in their order. */
  readonly weights: readonly number[];
}

/**
 * The reach of each direction.
 *
 * @param inputs - the data, network input units; null for none, and then the box is what counts
 * @param box - where there are no data; null for neither
 * @returns null without data and box
 */
export function dataReach(
  { entries }: AuditRay,
  inputs: Batch | null,
  box: Box | null,
  deviations: Float64Array | null,
): DataReach | null {
  if (!inputs && !box) return null;
  const known = deviations && entries.every(({ index }) => deviations[index] > 0);
  const weights = entries.map(({ index }) => (known ? deviations[index] ** -2 : 1));
  if (!inputs) {
    const { lower, upper } = box!;
    const reach = entries.reduce(
      (sum, { index, value }, k) => sum + weights[k] * value * (value > 0 ? upper : lower)[index],
      0,
    );
    return { reach, weights };
  }
  let reach = -Infinity;
  for (let i = 0; i < inputs.rows; i++) {
    reach = Math.max(reach, along(rowOf(inputs, i), entries, weights));
  }
  return { reach, weights };
}

/** The scale at which a ray leaves the data: 0 at their edge, and beyond it. */
export function edgeScale(
  { entries }: AuditRay,
  found: DataReach | null,
  origin: Float64Array,
): number {
  if (!found) return 0;
  const { reach, weights } = found;
  const speed = entries.reduce((sum, { value }, k) => sum + weights[k] * value ** 2, 0);
  return Math.max(0, (reach - along(origin, entries, weights)) / speed);
}

/** `⟨x, v⟩` in the weights. */
function along(x: Float64Array, entries: AuditRay['entries'], weights: readonly number[]): number {
  return entries.reduce((sum, { index, value }, k) => sum + weights[k] * value * x[index], 0);
}

/** Rows a network is followed from, where there are so many and no other number is asked for. */
export const DEFAULT_ROWS = 50;

/**
 * Rows spread evenly over a file, so that what an audit says does not hang on a draw.
 *
 * @returns ascending; all of them if there are no more than `count`
 */
export function spreadRows(rows: number, count: number): number[] {
  const some = Math.min(rows, count);
  return Array.from({ length: some }, (_, i) => Math.floor(((i + 0.5) * rows) / some));
}
