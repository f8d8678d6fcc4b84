import type { Real } from '../exact/real.js';
import type { Numbers } from './numbers.js';

/**
 * A linear map R^columns → R^rows.
 *
 * Products are computed with the nearest doubles of its coefficients; `row` tells what each one is.
 *
 * An operation of a network names the capabilities it needs here, not the kind of layer it came
 * from, so dense layers, convolutions, poolings, permutations and residual sums are all maps.
 * Implementations are immutable.
 */
export interface LinearMap {
  readonly rows: number;
  readonly columns: number;
  /** The largest number of stored coefficients in a row: the length of its longest sum. */
  readonly termsPerRow: number;
  /** The stored coefficients. */
  readonly coefficients: Numbers;

  /** `out += map · x`. Float64. */
  addProduct(x: Float64Array, out: Float64Array): void;

  /**
   * `out += map · x` for many vectors, one after another: x of shape [vectors · columns], out of shape
   * [vectors · rows]. Float64, the same bits as one by one.
   */
  addProducts(x: Float64Array, vectors: number, out: Float64Array): void;

  /**
   * `out += map · x` for an x that is zero outside `active[0 .. count)`, ascending; the rest is read
   * only where that is faster. Float64.
   */
  addSparseProduct(x: Float64Array, active: Int32Array, count: number, out: Float64Array): void;

  /** `out += mapᵀ · y`. Float64. */
  addTransposedProduct(y: Float64Array, out: Float64Array): void;

  /**
   * `out += mapᵀ · y` for many vectors, one after another: y of shape [vectors · rows], out of shape
   * [vectors · columns]. Float64, the same bits as one by one.
   */
  addTransposedProducts(y: Float64Array, vectors: number, out: Float64Array): void;

  /**
   * `out += |map| · x`, the coefficients by their absolute values, for a non-negative x that is
   * zero outside `active[0 .. count)`: turns a bound on each input into a bound on each output.
   * Float64.
   */
  addAbsoluteProduct(x: Float64Array, active: Int32Array, count: number, out: Float64Array): void;

  /**
   * For each row an upper bound of the sum of the absolute values of its coefficients' doubles, the
   * norm that turns a bound on every input into a bound on each output.
   */
  rowSums(): Float64Array;

  /** As `Numbers.smallestMagnitude` of the coefficients. */
  smallestMagnitude(): number;

  /** The stored coefficients of one row. Columns not listed are zero. */
  row(index: number): LinearMapRow;
}

/** The stored coefficients of one row of a linear map: `values[k]` stands in `columns[k]`. */
export interface LinearMapRow {
  readonly columns: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** For each coefficient the number it is, null where that is its double; null if all are. */
  readonly others: ArrayLike<Real | null> | null;
}

/** `addProducts` of maps that have no faster way for many vectors than for one. */
export function addOneByOne(
  map: Pick<LinearMap, 'rows' | 'columns' | 'addProduct'>,
  x: Float64Array,
  vectors: number,
  out: Float64Array,
): void {
  const { rows, columns } = map;
  if (vectors === 1) {
    map.addProduct(x, out);
    return;
  }
  for (let v = 0; v < vectors; v++) {
    map.addProduct(
      x.subarray(v * columns, (v + 1) * columns),
      out.subarray(v * rows, (v + 1) * rows),
    );
  }
}

/** `addTransposedProducts` of maps that have no faster way for many vectors than for one. */
export function addTransposedOneByOne(
  map: Pick<LinearMap, 'rows' | 'columns' | 'addTransposedProduct'>,
  y: Float64Array,
  vectors: number,
  out: Float64Array,
): void {
  const addProduct = (one: Float64Array, sum: Float64Array) => map.addTransposedProduct(one, sum);
  addOneByOne({ rows: map.columns, columns: map.rows, addProduct }, y, vectors, out);
}

/**
 * Inflates a float64 sum of n non-negative terms to an upper bound of the exact sum.
 *
 * A recursive sum of n non-negative doubles has relative error at most (n − 1)u/(1 − (n − 1)u),
 * u = 2^-53 (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., eq. 4.4); the factor
 * below exceeds that and the rounding of the multiplication itself for n < 2^50.
 */
export function upperSum(sum: number, terms: number): number {
  return sum * (1 + (terms + 2) * 2 ** -52);
}
