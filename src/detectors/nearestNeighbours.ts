import { type Panels, type ProductView, panelProduct, panelsOf } from '../kernel/singleProduct.js';
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
 * first enclosed by ‖q‖² + ‖r‖² − 2⟨q, r⟩ and what rounding may have done to it, a matrix product in
 * float32; those that may be among the k smallest are then summed up as squares of differences in
 * float64, so near neighbours lose no digits, and given up as soon as they exceed the k-th best so
 * far. Cost: queries · reference · D multiplications. Arithmetic of the result: float64.
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
  const prepared = k < reference.rows ? preparedOf(reference) : null;
  if (!prepared) searchAll(queries, reference, best, k);
  else if (!searchSingle(queries, reference, prepared, best, k)) {
    searchLikely(queries, reference, prepared.squares, best, k);
  }
  return Float64Array.from({ length: queries.rows }, (_, i) => {
    const distance = best[i * k + k - 1];
    return distance === Infinity ? missing : distance;
  });
}

/** What is found out about a reference. */
interface Prepared {
  /** ‖r‖² of every row. */
  readonly squares: Float64Array;
  /** The rows in float32; null where squares of these would overflow. */
  readonly panels: Panels | null;
  /** The lower ends of ‖r‖² − 2⟨q, r⟩ start here, … */
  readonly lower: Float64Array;
  /** … a little lower still in float32, … */
  readonly singleLower: Float32Array;
  /** … and the upper ends here. */
  readonly upper: Float64Array;
}

const preparedReferences = new WeakMap<Batch, Prepared | null>();

/** Null where every row has to be looked at: few rows, or some not finite. */
function preparedOf(reference: Batch): Prepared | null {
  const known = preparedReferences.get(reference);
  if (known !== undefined) return known;
  const squares = Float64Array.from({ length: reference.rows }, (_, r) => squareOf(reference, r));
  const made =
    reference.rows >= WORTHWHILE && squares.every(Number.isFinite)
      ? prepare(reference, squares)
      : null;
  preparedReferences.set(reference, made);
  return made;
}

function prepare(reference: Batch, squares: Float64Array): Prepared {
  const { rows, columns, values } = reference;
  const slack = singleSlack(columns);
  return {
    squares,
    panels: squares.every((square) => square < MOST_SINGLE)
      ? panelsOf({ values, transposed: true }, columns, rows)
      : null,
    lower: squares.map((square) => square * (1 - slack)),
    // Rounded, and what is subtracted from it: 3·2^-24 of ‖r‖², of which 2‖q‖‖r‖ takes a part.
    singleLower: Float32Array.from(squares, (square) => square * (1 - slack - 2 ** -21)),
    upper: squares.map((square) => square * (1 + slack)),
  };
}

/** Squared lengths of which no product overflows in float32. */
const MOST_SINGLE = 2 ** 120;

/**
 * The share of ‖q‖² + ‖r‖² that ‖q‖² + ‖r‖² − 2⟨q, r⟩ may be off by if the product is in float32.
 *
 * 2‖q‖‖r‖ ≤ ‖q‖² + ‖r‖². Both factors are rounded, each product is, and sums of 48 products are added
 * up: γ_m in float32, m = 3 + 48 + ⌈n/48⌉. What float64 does besides, here and where the differences
 * are squared, is within 16γ_{n+8}.
 */
function singleSlack(columns: number): number {
  const share = (51 + Math.ceil(columns / 48)) * 2 ** -24;
  return share / (1 - share) + 16 * gammaOf(columns + 8);
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

/** Rows of a reference that may be among the nearest of queries. */
export interface LikelyNeighbours {
  /** Of each query, ascending. */
  readonly rows: readonly Int32Array[];
  /** How many neighbours are asked for, … */
  readonly k: number;
  /** … among how many of the first rows of the reference at least. */
  readonly among: number;
}

/**
 * The rows that float32 cannot exclude from the k nearest of each query, among the first `among` rows
 * of the reference or more: enough for distances from features that are off by no more than
 * `UNLIKE`·(‖q‖² + ‖r‖²), too.
 *
 * @returns null where it cannot be told: few rows, some not finite, no kernel
 */
export function likelyNeighbours(
  queries: Batch,
  reference: Batch,
  k: number,
  among: number,
): LikelyNeighbours | null {
  const prepared = k < among ? preparedOf(reference) : null;
  if (!prepared) return null;
  const rows: Int32Array[] = [];
  const visit = (_: number, likely: Int32Array) => rows.push(likely);
  return visitLikely(queries, prepared, k, among, UNLIKE, visit) ? { rows, k, among } : null;
}

/** Far more than two ways to normalise the same features differ by. */
const UNLIKE = 2 ** -40;

/**
 * As `kthSquaredDistances`, looking at the likely neighbours alone.
 *
 * @param first - the first of the queries among those whose likely neighbours are known
 */
export function kthSquaredDistancesAmong(
  queries: Batch,
  reference: Batch,
  { rows }: LikelyNeighbours,
  first: number,
  k: number,
  missing: number,
): Float64Array {
  const kept = new Float64Array(k);
  return Float64Array.from({ length: queries.rows }, (_, i) => {
    kept.fill(Infinity);
    const query = rowOf(queries, i);
    for (const r of rows[first + i]) {
      if (r < reference.rows) keepIfAmongBest(query, reference, r, kept);
    }
    return kept[k - 1] === Infinity ? missing : kept[k - 1];
  });
}

/**
 * Looks at rows whose distance may be among the k smallest as far as float32 can tell.
 *
 * @returns false, and nothing is done, where the kernel is missing or float32 would overflow
 */
function searchSingle(
  queries: Batch,
  reference: Batch,
  prepared: Prepared,
  best: Float64Array,
  k: number,
): boolean {
  return visitLikely(queries, prepared, k, reference.rows, 0, (i, likely) => {
    const kept = best.subarray(i * k, (i + 1) * k);
    const query = rowOf(queries, i);
    for (const r of likely) keepIfAmongBest(query, reference, r, kept);
  });
}

/**
 * Visits every query with the rows that float32 cannot exclude from its k nearest.
 *
 * @param among - the k nearest are those of so many of the first rows
 * @param unlike - the share of ‖q‖² + ‖r‖² that distances may be off by besides
 * @returns false, before anything is visited, where the kernel is missing or float32 would overflow
 */
function visitLikely(
  queries: Batch,
  { panels, lower, singleLower, upper }: Prepared,
  k: number,
  among: number,
  unlike: number,
  visit: (query: number, likely: Int32Array) => void,
): boolean {
  if (!panels) return false;
  const { columns } = queries;
  const own = Float64Array.from({ length: queries.rows }, (_, i) => squareOf(queries, i));
  if (own.some((square) => square >= MOST_SINGLE)) return false;
  const slack = singleSlack(columns) + unlike;
  // What underflows in float32: each factor by itself, and each product.
  const tiny = columns * 2 ** -147;
  const all = panels.values.length / (PANEL * columns);
  for (let from = 0; from < queries.rows; from += QUERIES) {
    const some = Math.min(QUERIES, queries.rows - from);
    const block = queries.values.subarray(from * columns, (from + some) * columns);
    const a = { values: Float32Array.from(block), transposed: false };
    const uppers = Array.from({ length: some }, () => new Float64Array(k).fill(Infinity));
    const likely = uppers.map(() => new Likely());
    for (let panel = 0; panel < all; panel += PANELS) {
      const to = Math.min(panel + PANELS, all);
      const first = panel * PANEL;
      const lowest = singleLower.subarray(first);
      const product = panelProduct(a, some, panels, panel, to, lowest);
      // The first product is the largest: if there is none, it is that.
      if (!product) return false;
      const rows = Math.min(to * PANEL, lower.length) - first;
      for (let i = 0; i < some; i++) {
        // Both ends are less ‖q‖², which all rows have in common.
        const room = 2 * slack * own[from + i] + 2 * tiny;
        const single = room + 2 ** -21 * own[from + i] + 2 ** -140;
        gather(
          { product, i, rows, first, lower, upper, room, single, among },
          uppers[i],
          likely[i],
        );
      }
    }
    likely.forEach((one, i) => {
      visit(from + i, one.atMost(uppers[i][k - 1]));
    });
  }
  return true;
}

/** Columns of a panel of the kernel. */
const PANEL = 8;
/** Queries and panels multiplied at once, so that all stays in the processor's cache. */
const QUERIES = 128;
const PANELS = 64;

/** Rows that may be among the nearest, with the lower ends of their distances. */
class Likely {
  private readonly rows: number[] = [];
  private readonly lowers: number[] = [];

  add(row: number, lower: number): void {
    this.rows.push(row);
    this.lowers.push(lower);
  }

  /** Those whose lower end is not above a bound, in order. */
  atMost(most: number): Int32Array {
    return Int32Array.from(this.rows.filter((_, n) => !(this.lowers[n] > most)));
  }
}

/** The products of one query with some rows, and what makes distances of them. */
interface Products {
  readonly product: ProductView;
  /** The row of the product. */
  readonly i: number;
  /** How many rows of the reference, … */
  readonly rows: number;
  /** … and the first of them. */
  readonly first: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** How much lower still lower ends are, … */
  readonly room: number;
  /** … and those in float32. */
  readonly single: number;
  readonly among: number;
}

/** Keeps the k smallest upper ends, and the rows whose lower ends are not above the k-th of them. */
function gather(
  { product, i, rows, first, lower, upper, room, single, among }: Products,
  uppers: Float64Array,
  likely: Likely,
): void {
  const last = uppers.length - 1;
  const row = i * product.stride;
  let most = uppers[last];
  for (let four = 0; ; four += 4) {
    // Rounded up, as far as float32 rounds at all.
    const bound = most + single;
    four = product.nextNotAbove(i, four, bound + Math.abs(bound) * 2 ** -23);
    if (four >= rows) return;
    for (let n = four; n < Math.min(four + 4, rows); n++) {
      const twice = 2 * product.values[row + n];
      const least = lower[first + n] - twice - room;
      // Written so that NaN and infinities, of which nothing is known, are looked at.
      if (least > most) continue;
      likely.add(first + n, least);
      if (first + n >= among) continue;
      insert(upper[first + n] - twice, uppers);
      most = uppers[last];
    }
  }
}

/**
 * Looks at rows whose distance may be among the k smallest, as far as float64 can tell.
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
