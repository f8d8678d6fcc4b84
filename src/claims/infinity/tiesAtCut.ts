import { rowOf } from '../../detectors/batch.js';
import type { GermVector } from '../../detectors/infinity/germVector.js';
import type { LinearHead } from '../../detectors/linearHead.js';

/**
 * Whether the order of ties decides which units stay, and that makes a difference: units that end
 * equal on both sides of the cut, which the head does not read with the same weights.
 *
 * @param order - units, the one that ends largest first
 * @param zerosMatter - whether a unit that ends at 0 changes what the head reads by staying
 */
export function isChoiceOfSort(
  { slope, intercept }: GermVector,
  order: readonly number[],
  kept: number,
  { weights, bias }: LinearHead,
  zerosMatter = true,
): boolean {
  const [last, next] = [order[kept - 1], order[kept]];
  if (last === undefined || next === undefined) return false;
  const endsAs = (j: number, other: number) =>
    slope[j].compare(slope[other]) === 0 && intercept[j].compare(intercept[other]) === 0;
  if (!endsAs(last, next)) return false;
  if (!zerosMatter && slope[last].sign === 0 && intercept[last].sign === 0) return false;
  const tied = order.filter((j) => endsAs(j, last));
  return Array.from(bias, (_, c) => rowOf(weights, c)).some((row) =>
    tied.some((j) => row[j] !== row[last]),
  );
}
