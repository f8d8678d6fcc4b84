import { type Batch, rowOf } from './batch.js';

/** How many directions bound distances from below. */
const DIRECTIONS = 8;

/** Rounds of orthogonal iteration: directions that are only nearly principal bound as truly. */
const ROUNDS = 12;

/** Rows that directions are found from. */
const SAMPLE = 2048;

/** Of coordinates and their differences, relative to the largest norm. */
const ROUNDING = 1e-12;

/** Rows in the order in which they can be near to a query. */
export interface NearRows {
  /** The next row that may be closer than a squared distance; −1 when there is none left. */
  next(squaredDistance: number): number;
}

/**
 * Rows projected on a few orthonormal directions of large variance, sorted along the first: distances
 * between projections are at most those between rows, so that rows far apart there need no look.
 */
export class PrincipalProjection {
  private readonly directions: Float64Array[];
  /** Sorted along the first direction: row numbers, and coordinates of each, one after the other. */
  private readonly rows: Int32Array;
  private readonly coordinates: Float64Array;
  private readonly slack: number;

  /** @param reference - at least one row, finite */
  constructor(reference: Batch) {
    this.directions = principalDirections(reference);
    const count = this.directions.length;
    const all = new Float64Array(reference.rows * count);
    let largest = 0;
    for (let r = 0; r < reference.rows; r++) {
      const row = rowOf(reference, r);
      largest = Math.max(largest, Math.hypot(...row));
      for (let d = 0; d < count; d++) all[r * count + d] = dot(row, this.directions[d]);
    }
    const order = Array.from({ length: reference.rows }, (_, r) => r).sort(
      (a, b) => all[a * count] - all[b * count],
    );
    this.rows = Int32Array.from(order);
    this.coordinates = new Float64Array(all.length);
    order.forEach((r, place) => {
      this.coordinates.set(all.subarray(r * count, (r + 1) * count), place * count);
    });
    this.slack = ROUNDING * largest;
  }

  /** @param query - finite */
  from(query: Float64Array): NearRows {
    const { rows, coordinates, directions } = this;
    const count = directions.length;
    const own = directions.map((direction) => dot(query, direction));
    const slack = this.slack + ROUNDING * Math.hypot(...query);
    let right = this.placeOf(own[0]);
    let left = right - 1;
    // The distance is given up where it exceeds that of the k-th best by more than rounding.
    const next = (squaredDistance: number): number => {
      const limit = (Math.sqrt(squaredDistance) + slack) ** 2;
      for (;;) {
        const before = left >= 0 ? own[0] - coordinates[left * count] : Infinity;
        const after = right < rows.length ? coordinates[right * count] - own[0] : Infinity;
        const gap = Math.min(before, after);
        if (gap === Infinity || gap * gap > limit) return -1;
        const place = before <= after ? left-- : right++;
        let bound = 0;
        for (let d = 0; d < count; d++) {
          const difference = own[d] - coordinates[place * count + d];
          bound += difference * difference;
        }
        if (bound <= limit) return rows[place];
      }
    };
    return { next };
  }

  /** The first place whose coordinate is not below. */
  private placeOf(coordinate: number): number {
    const count = this.directions.length;
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.coordinates[middle * count] < coordinate) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Orthonormal directions of large variance, by orthogonal iteration from fixed starts. */
function principalDirections(reference: Batch): Float64Array[] {
  const { columns } = reference;
  const step = Math.max(1, Math.floor(reference.rows / SAMPLE));
  const sample: Float64Array[] = [];
  for (let r = 0; r < reference.rows; r += step) sample.push(rowOf(reference, r));
  const mean = new Float64Array(columns);
  for (const row of sample) row.forEach((value, j) => void (mean[j] += value / sample.length));
  const centered = sample.map((row) => row.map((value, j) => value - mean[j]));
  let directions = orthonormal(
    Array.from({ length: Math.min(DIRECTIONS, columns) }, (_, d) =>
      // Unlike enough to meet every principal direction.
      Float64Array.from({ length: columns }, (_, j) => Math.cos((d + 1) * (j + 0.5))),
    ),
  );
  for (let round = 0; round < ROUNDS; round++) {
    const moved = directions.map((direction) => {
      const sum = new Float64Array(columns);
      for (const row of centered) {
        const weight = dot(row, direction);
        for (let j = 0; j < columns; j++) sum[j] = sum[j] + weight * row[j];
      }
      return sum;
    });
    const next = orthonormal(moved);
    if (next.length === 0) break;
    directions = next;
  }
  return directions;
}

/** Gram and Schmidt, twice over, so that rounding leaves no angle; what vanishes is left out. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const out: Float64Array[] = [];
  for (const vector of vectors) {
    const before = Math.hypot(...vector);
    const rest = vector.slice();
    for (let pass = 0; pass < 2; pass++) {
      for (const unit of out) {
        const shadow = dot(rest, unit);
        for (let j = 0; j < rest.length; j++) rest[j] = rest[j] - shadow * unit[j];
      }
    }
    const length = Math.hypot(...rest);
    if (length > 1e-6 * before) out.push(rest.map((value) => value / length));
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
