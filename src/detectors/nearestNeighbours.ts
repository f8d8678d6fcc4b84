import { type Batch, rowOf } from './batch.js';
import { gammaOf } from './infinity/interval.js';
import { forEachRowProducts } from './rowProducts.js';

/** Queries and reference rows handled together, so that both stay in the processor's cache. */
const BLOCK = 64;

/** With fewer reference rows looking at all of them costs less than telling them apart. */
const WORTHWHILE = 64;

/**
 * The k-th smallest squared Euclidean distance from each query to the reference rows. Exact search.
 *
 * Distances with NaN in them are left out; with fewer than k others the result is `missing`. All are
 * first enclosed by ‖q‖² + ‖r‖² − 2⟨q, r⟩ and what rounding may have done to it, a matrix product;
 * those that may be among the k smallest are then summed up as squares of differences, so near
 * neighbours lose no digits, and given up as soon as they exceed the k-th best so far. Cost:
 * queries · reference · D multiplications. Arithmetic: float64.
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
  const squares = squaresOf(reference);
  if (squares && k < reference.rows) searchLikely(queries, reference, squares, best, k);
  else searchAll(queries, reference, best, k);
  return Float64Array.from({ length: queries.rows }, (_, i) => {
    const distance = best[i * k + k - 1];
    return distance === Infinity ? missing : distance;
  });
}

const squaresOfRows = new WeakMap<Batch, Float64Array | null>();

/** ‖r‖² of every row; null where every row has to be looked at: few rows, or some not finite. */
function squaresOf(reference: Batch): Float64Array | null {
  const known = squaresOfRows.get(reference);
  if (known !== undefined) return known;
  const squares = Float64Array.from({ length: reference.rows }, (_, r) => squareOf(reference, r));
  const made = reference.rows >= WORTHWHILE && squares.every(Number.isFinite) ? squares : null;
  squaresOfRows.set(reference, made);
  return made;
}

function squareOf(batch: Batch, row: number): number {
  let sum = 0;
  for (const value of rowOf(batch, row)) sum += value * value;
  return sum;
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

/**
 * Looks at rows whose distance may be among the k smallest.
 *
 * With s = ‖q‖² + ‖r‖² in float64 and n columns, the product is off by γ_n‖q‖‖r‖ ≤ γ_n·s/2, the
 * squares by γ_n·s, and the sum of squared differences, at most 2s, by 2γ_{n+2}·s: 8γ_{n+8}·s covers
 * all of it, and what underflows is far below `TINY`.
 */
function searchLikely(
  queries: Batch,
  reference: Batch,
  squares: Float64Array,
  best: Float64Array,
  k: number,
): void {
  const slack = 8 * gammaOf(reference.columns + 8);
  const uppers = new Float64Array(k);
  const lowers = new Float64Array(reference.rows);
  forEachRowProducts(reference, queries, (i, products) => {
    const kept = best.subarray(i * k, (i + 1) * k);
    const query = rowOf(queries, i);
    const own = squareOf(queries, i);
    uppers.fill(Infinity);
    for (let r = 0; r < lowers.length; r++) {
      const size = own + squares[r];
      const distance = size - 2 * products[r];
      const error = slack * size + TINY;
      lowers[r] = distance - error;
      insert(distance + error, uppers);
    }
    const most = uppers[k - 1];
    for (let r = 0; r < lowers.length; r++) {
      // Written so that NaN and infinities, of which nothing is known, are looked at.
      if (!(lowers[r] > most)) keepIfAmongBest(query, reference, r, kept);
    }
  });
}

/** More than underflow adds to a sum of a million products. */
const TINY = 2 ** -1050;

function keepIfAmongBest(
  query: Float64Array,
  { values, columns }: Batch,
  row: number,
  kept: Float64Array,
): void {
  const worst = kept[kept.length - 1];
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
  insert(sum, kept);
}

/** Puts a number among the smallest so far, ascending; NaN is left out. */
function insert(value: number, kept: Float64Array): void {
  let slot = kept.length - 1;
  if (!(value < kept[slot])) return;
  while (slot > 0 && kept[slot - 1] > value) {
    kept[slot] = kept[slot - 1];
    slot--;
  }
  kept[slot] = value;
}
