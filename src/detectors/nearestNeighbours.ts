import { type Batch, rowOf } from './batch.js';
import { PrincipalProjection } from './principalProjection.js';

/** Queries and reference rows handled together, so that both stay in the processor's cache. */
const BLOCK = 64;

/** With fewer reference rows looking at all of them costs less than telling them apart. */
const WORTHWHILE = 512;

/**
 * The k-th smallest squared Euclidean distance from each query to the reference rows. Exact search.
 *
 * Distances with NaN in them are left out; with fewer than k others the result is `missing`. Rows are
 * passed over whose distance in a few principal directions alone, a lower bound, exceeds the k-th
 * best so far by more than rounding; a distance is given up as soon as it does. Differences are
 * squared, not expanded into norms and products, so near neighbours lose no digits. Cost: at most
 * queries · reference · D multiplications, usually a tenth. Arithmetic: float64.
 *
 * @param reference - what is found out about it is kept as long as it is: pass the same object again
 * @returns shape [queries]
 */
export function kthSquaredDistances(
  queries: Batch,
  reference: Batch,
  k: number,
  missing: number,
): Float64Array {
  const best = new Float64Array(queries.rows * k).fill(Infinity);
  const projection = projectionOf(reference);
  if (projection && queries.values.every(Number.isFinite)) {
    searchAlong(projection, queries, reference, best, k);
  } else {
    searchAll(queries, reference, best, k);
  }
  return Float64Array.from({ length: queries.rows }, (_, i) => {
    const distance = best[i * k + k - 1];
    return distance === Infinity ? missing : distance;
  });
}

const projections = new WeakMap<Batch, PrincipalProjection | null>();

/** Null where every row has to be looked at: few rows, or some that are not finite. */
function projectionOf(reference: Batch): PrincipalProjection | null {
  const known = projections.get(reference);
  if (known !== undefined) return known;
  const useful = reference.rows >= WORTHWHILE && reference.values.every(Number.isFinite);
  const made = useful ? new PrincipalProjection(reference) : null;
  projections.set(reference, made);
  return made;
}

function searchAll(queries: Batch, reference: Batch, best: Float64Array, k: number): void {
  for (let from = 0; from < reference.rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, reference.rows);
    for (let i = 0; i < queries.rows; i++) {
      const kept = best.subarray(i * k, (i + 1) * k);
      const query = rowOf(queries, i);
      for (let r = from; r < to; r++) keepIfAmongBest(query, reference, r, kept);
    }
  }
}

/** From where the query is in the first principal direction outwards, both ways. */
function searchAlong(
  projection: PrincipalProjection,
  queries: Batch,
  reference: Batch,
  best: Float64Array,
  k: number,
): void {
  for (let i = 0; i < queries.rows; i++) {
    const kept = best.subarray(i * k, (i + 1) * k);
    const query = rowOf(queries, i);
    const near = projection.from(query);
    for (let row = near.next(kept[k - 1]); row >= 0; row = near.next(kept[k - 1])) {
      keepIfAmongBest(query, reference, row, kept);
    }
  }
}

function keepIfAmongBest(
  query: Float64Array,
  { values, columns }: Batch,
  row: number,
  kept: Float64Array,
): void {
  const last = kept.length - 1;
  const worst = kept[last];
  const offset = row * columns;
  let sum = 0;
  for (let j = 0; j < columns; ) {
    const pause = Math.min(j + 16, columns);
    for (; j < pause; j++) {
      const difference = query[j] - values[offset + j];
      sum += difference * difference;
    }
    if (sum >= worst) return;
  }
  if (Number.isNaN(sum)) return;
  let slot = last;
  while (slot > 0 && kept[slot - 1] > sum) {
    kept[slot] = kept[slot - 1];
    slot--;
  }
  kept[slot] = sum;
}
