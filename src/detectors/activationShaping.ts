import { Rational } from '../exact/rational.js';
import { type Batch, rowOf, zeroBatch } from './batch.js';
import { compareGerms, type GermVector } from './infinity/germVector.js';

/**
 * How many of D units stay when a percentage is pruned: `D − round(percent·D)`, halves to even as
 * numpy rounds them.
 *
 * @param least - the fewest there may be
 */
export function keptUnits(width: number, percent: number, least: number): number {
  return Math.max(least, width - roundHalfToEven((width * percent) / 100));
}

/** The sum of a feature vector, and what its largest entries have of it. */
export interface ShapedRow {
  /** Whether an entry is among the largest: 1 or 0, shape [D]. Overwritten by the next row. */
  readonly stays: Uint8Array;
  /** Σ_j f_j. */
  readonly total: number;
  /** Σ f_j over the entries that stay. */
  readonly keptTotal: number;
}

/**
 * Which of the entries that are equal to the last one to stay do so: the `first` ones, so that
 * exactly as many stay as are to, or `all`, so that the order of entries does not matter.
 */
export type Ties = 'first' | 'all';

/**
 * Reshapes every row by its largest entries. Float64.
 *
 * @param keptOf - how many entries of row i stay
 * @param shape - the new value of an entry
 */
export function shapeRows(
  features: Batch,
  keptOf: (row: number) => number,
  shape: (value: number, column: number, row: ShapedRow) => number,
  ties: Ties = 'first',
): Batch {
  const { rows, columns, values } = features;
  const out = zeroBatch(rows, columns);
  const sorted = new Float64Array(columns);
  const stays = new Uint8Array(columns);
  for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
    const shaped = largestOf(rowOf(features, i), keptOf(i), ties, { sorted, stays });
    for (let j = 0; j < columns; j++) out.values[offset + j] = shape(values[offset + j], j, shaped);
  }
  return out;
}

function largestOf(
  row: Float64Array,
  kept: number,
  ties: Ties,
  { sorted, stays }: { readonly sorted: Float64Array; readonly stays: Uint8Array },
): ShapedRow {
  sorted.set(row);
  sorted.sort();
  const threshold = kept === 0 ? Infinity : sorted[sorted.length - kept];
  const above = row.reduce((count, value) => count + (value > threshold ? 1 : 0), 0);
  let places = ties === 'all' ? Infinity : kept - above;
  let total = 0;
  let keptTotal = 0;
  row.forEach((value, j) => {
    const stay = value > threshold || (value === threshold && places-- > 0);
    stays[j] = stay ? 1 : 0;
    total += value;
    if (stay) keptTotal += value;
  });
  return { stays, total, keptTotal };
}

/** The ratio Σ f/Σ kept, at least 1 where nothing is negative; 1 where the kept sum is not above 0. */
export function guardedRatio({ total, keptTotal }: ShapedRow): number {
  return keptTotal > 0 ? total / keptTotal : 1;
}

/** The same as published code has it: 0/0 is NaN, and so is the score. */
export function publishedRatio({ total, keptTotal }: ShapedRow): number {
  return total / keptTotal;
}

/** Which units are the largest in the end. */
export interface LargestUnits {
  /** Shape [D]. */
  readonly stays: readonly boolean[];
  /**
   * Units that end exactly equal, of which some stay and some do not: which is the choice of the
   * sort. Empty if there is no such choice.
   */
  readonly tied: readonly number[];
}

/** The `kept` units that end largest. Exact. */
export function largestUnits(x: GermVector, kept: number, ties: Ties = 'first'): LargestUnits {
  const order = x.slope.map((_, j) => j).sort((a, b) => compareGerms(x, b, a) || a - b);
  const chosen = new Set(order.slice(0, kept));
  const [last, next] = [order[kept - 1], order[kept]];
  const choice = last !== undefined && next !== undefined && compareGerms(x, last, next) === 0;
  if (ties === 'all' && last !== undefined) {
    return { stays: x.slope.map((_, j) => compareGerms(x, j, last) >= 0), tied: [] };
  }
  return {
    stays: x.slope.map((_, j) => chosen.has(j)),
    tied: choice ? order.filter((j) => compareGerms(x, j, last) === 0) : [],
  };
}

/** Whether it is all the same to a head which of some units it reads: equal columns. */
export function interchangeable(weights: Batch, units: readonly number[]): boolean {
  const [first = 0] = units;
  return units.every((j) => {
    for (let c = 0; c < weights.rows; c++) {
      if (weights.values[c * weights.columns + j] !== weights.values[c * weights.columns + first])
        return false;
    }
    return true;
  });
}

/** What a reader should know where the order of ties decides. */
export const TIE_NOTE = 'units tie at the cut: which of them stay is the choice of the sort';

/** The ratio Σ f/Σ kept on a tail: `limit + rate/t + O(1/t²)`. */
export interface RatioGerm {
  readonly limit: number;
  readonly rate: number;
}

/** The expansion of Σ f/Σ kept; null where the kept sum does not grow. Values float64. */
export function ratioGerm(
  { slope, intercept }: GermVector,
  stays: readonly boolean[],
): RatioGerm | null {
  const sum = (values: readonly Rational[]) =>
    values.reduce((total, value) => total.add(value), Rational.zero);
  const kept = (values: readonly Rational[]) => values.filter((_, j) => stays[j]);
  const [all, some] = [sum(slope), sum(kept(slope))];
  if (some.sign <= 0) return null;
  const cross = sum(intercept)
    .multiply(some)
    .subtract(all.multiply(sum(kept(intercept))));
  return {
    limit: all.divide(some).toNumber(),
    rate: cross.divide(some.multiply(some)).toNumber(),
  };
}

/** Rounds as numpy does: halves go to the even neighbour. */
function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
