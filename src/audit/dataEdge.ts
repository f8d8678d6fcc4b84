import { rowOf } from '../detectors/batch.js';
import type { Batch } from '../detectors/index.js';
import type { Box } from '../tail/box.js';
import type { AuditRay } from './auditRay.js';

/**
 * How far the data reach in a direction: the largest `⟨x, v⟩` over their rows, features weighed by
 * their standard deviations where those are known. Along one feature it is where the range of that
 * feature ends.
 */
export interface DataReach {
  readonly reach: number;
  /** Standard deviations, shape [D]: features weigh as their inverse squares; null for 1 each. */
  readonly deviations: Float64Array | null;
}

/**
 * The reach of each direction.
 *
 * @param inputs - the data, network input units; null for none, and then the box is what counts
 * @param box - where there are no data; null for neither
 * @returns null without data and box
 */
export function dataReach(
  ray: AuditRay,
  inputs: Batch | null,
  box: Box | null,
  known: Float64Array | null,
): DataReach | null {
  if (!inputs && !box) return null;
  const { entries } = ray;
  const deviations = known && entries.every(({ index }) => known[index] > 0) ? known : null;
  const weighted = weigh(entries, deviations);
  if (!inputs) {
    const { lower, upper } = box!;
    return {
      reach: sumOf(weighted, ({ index, value }) => (value > 0 ? upper : lower)[index]),
      deviations,
    };
  }
  let reach = -Infinity;
  for (let i = 0; i < inputs.rows; i++) {
    const x = rowOf(inputs, i);
    const here = sumOf(weighted, ({ index }) => x[index]);
    if (here > reach) reach = here;
  }
  return { reach, deviations };
}

/** The scales at which a ray from each origin leaves the data: 0 at their edge, and beyond it. */
export function edgeScales(
  { entries }: AuditRay,
  found: DataReach | null,
  origins: readonly Float64Array[],
): number[] {
  if (!found) return origins.map(() => 0);
  const weighted = weigh(entries, found.deviations);
  const speed = sumOf(weighted, ({ value }) => value);
  return origins.map((origin) => {
    const along = sumOf(weighted, ({ index }) => origin[index]);
    return Math.max(0, (found.reach - along) / speed);
  });
}

type Entry = AuditRay['entries'][number];

interface WeightedEntry extends Entry {
  readonly weighted: number;
}

function weigh(entries: readonly Entry[], deviations: Float64Array | null): WeightedEntry[] {
  return entries.map(({ index, value }) => ({
    index,
    value,
    weighted: (deviations ? deviations[index] ** -2 : 1) * value,
  }));
}

/** The sum of weighted values times a factor each: `⟨x, v⟩` in the weights, if that is x. */
function sumOf(entries: readonly WeightedEntry[], factor: (entry: WeightedEntry) => number) {
  let sum = 0;
  for (const entry of entries) sum += entry.weighted * factor(entry);
  return sum;
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
