import { Real } from '../../exact/real.js';
import { Numbers } from '../../network/numbers.js';
import { SparseMap } from '../../network/sparseMap.js';
import type { LayerGraph } from './layerGraph.js';
import { refuseUnsupported } from './refusal.js';
import { poolWindows, type Window, type WindowAxis } from './windows.js';

/** An image and how a pool walks over it. */
export interface Pool {
  readonly channels: number;
  readonly axes: readonly WindowAxis[];
  readonly channelsLast: boolean;
}

/** The largest entry of each window; padding never wins. */
export function maxPool(graph: LayerGraph, value: number, pool: Pool): number {
  const windows = poolWindows(graph, pool.channels, pool.axes, pool.channelsLast);
  checkNotEmpty(windows);
  return graph.maximum(
    value,
    windows.map(({ entries }) => entries),
  );
}

/**
 * The mean of each window. Exact: the coefficient is 1/n.
 *
 * @param countPadding - divide by all places a window covers, zeros of the padding included
 */
export function averagePool(
  graph: LayerGraph,
  value: number,
  pool: Pool,
  countPadding: boolean,
): number {
  const windows = poolWindows(graph, pool.channels, pool.axes, pool.channelsLast);
  if (!countPadding) checkNotEmpty(windows);
  const groups = windows.map(({ entries, covered }) => ({
    entries,
    count: countPadding ? covered : entries.length,
  }));
  return averageOf(graph, value, groups);
}

/** The mean of each group of entries, divided by the group's count. */
export function averageOf(
  graph: LayerGraph,
  value: number,
  groups: readonly { readonly entries: Int32Array; readonly count: number }[],
): number {
  const starts = new Int32Array(groups.length + 1);
  for (let g = 0; g < groups.length; g++) starts[g + 1] = starts[g] + groups[g].entries.length;
  const total = starts[groups.length];
  graph.charge(2 * total);
  const indices = new Int32Array(total);
  const counts = [...new Set(groups.map(({ count }) => count))];
  const shares = Numbers.ofReals(counts.map((count) => Real.one.divide(Real.of(count))));
  const shareOf = new Map(counts.map((count, k) => [count, k]));
  const places = new Int32Array(total);
  for (let g = 0; g < groups.length; g++) {
    const { entries, count } = groups[g];
    indices.set(entries, starts[g]);
    places.fill(shareOf.get(count)!, starts[g], starts[g + 1]);
  }
  const map = new SparseMap(graph.sizeOf(value), starts, indices, shares.pick(places));
  return graph.affine([{ map, input: value }], null);
}

function checkNotEmpty(windows: readonly Window[]): void {
  if (windows.some(({ entries }) => entries.length === 0)) {
    refuseUnsupported('has a window that lies wholly in the padding', 'use smaller pads');
  }
}
