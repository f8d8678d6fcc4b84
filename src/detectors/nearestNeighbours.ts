import { type Batch, rowOf } from './batch.js';

/** Queries and reference rows handled together, so that both stay in the processor's cache. */
const BLOCK = 64;

/**
 * The k-th smallest squared Euclidean distance from each query to the reference rows. Exact search.
 *
 * Distances with NaN in them are left out; with fewer than k others the result is `missing`. A
 * distance is given up as soon as it exceeds the k-th best so far. Differences are squared, not
 * expanded into norms and products, so near neighbours lose no digits. Cost: at most
 * queries · reference · D multiplications. Arithmetic: float64.
 *
 * @returns shape [queries]
 */
export function kthSquaredDistances(
  queries: Batch,
  reference: Batch,
  k: number,
  missing: number,
): Float64Array {
  const best = new Float64Array(queries.rows * k).fill(Infinity);
  for (let from = 0; from < reference.rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, reference.rows);
    for (let i = 0; i < queries.rows; i++) {
      const kept = best.subarray(i * k, (i + 1) * k);
      const query = rowOf(queries, i);
      for (let r = from; r < to; r++) keepIfAmongBest(query, reference, r, kept);
    }
  }
  return Float64Array.from({ length: queries.rows }, (_, i) => {
    const distance = best[i * k + k - 1]!;
    return distance === Infinity ? missing : distance;
  });
}

function keepIfAmongBest(
  query: Float64Array,
  { values, columns }: Batch,
  row: number,
  kept: Float64Array,
): void {
  const last = kept.length - 1;
  const worst = kept[last]!;
  const offset = row * columns;
  let sum = 0;
  for (let j = 0; j < columns; ) {
    const pause = Math.min(j + 16, columns);
    for (; j < pause; j++) {
      const difference = query[j]! - values[offset + j]!;
      sum += difference * difference;
    }
    if (sum >= worst) return;
  }
  if (Number.isNaN(sum)) return;
  let slot = last;
  while (slot > 0 && kept[slot - 1]! > sum) {
    kept[slot] = kept[slot - 1]!;
    slot--;
  }
  kept[slot] = sum;
}
