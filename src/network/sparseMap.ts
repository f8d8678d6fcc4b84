import {
  addOneByOne,
  addTransposedOneByOne,
  type LinearMap,
  type LinearMapRow,
  upperSum,
} from './linearMap.js';
import { Numbers, othersOf } from './numbers.js';

/**
 * A linear map stored by its non-zero coefficients, row by row.
 *
 * The map of permutations, slices, scalings, average pools and residual sums.
 */
export class SparseMap implements LinearMap {
  readonly rows: number;
  readonly termsPerRow: number;
  /** Whether entry i is that of row i: selections without gaps, and diagonals. */
  private readonly hasOneTermPerRow: boolean;
  private readonly isIdentity: boolean;
  readonly coefficients: Numbers;
  /** The nearest double of the coefficient of each entry. */
  readonly values: Float64Array;
  #sums: Float64Array | undefined;
  #smallest: number | undefined;
  #byColumn: { starts: Int32Array; rows: Int32Array; values: Float64Array } | undefined;

  /**
   * @param columns - the number of inputs
   * @param starts - shape [rows + 1]: row i holds the entries `starts[i] … starts[i + 1] − 1`
   * @param indices - the column of each entry
   * @param coefficients - the coefficient of each entry
   */
  constructor(
    readonly columns: number,
    readonly starts: Int32Array,
    readonly indices: Int32Array,
    coefficients: Numbers | Float64Array,
  ) {
    this.coefficients = Numbers.from(coefficients);
    this.values = this.coefficients.nearest;
    this.rows = starts.length - 1;
    let longest = 0;
    for (let i = 0; i < this.rows; i++) longest = Math.max(longest, starts[i + 1] - starts[i]);
    this.termsPerRow = longest;
    this.hasOneTermPerRow = longest === 1 && indices.length === this.rows;
    this.isIdentity =
      this.hasOneTermPerRow &&
      columns === this.rows &&
      indices.every((j, i) => j === i && this.values[i] === 1);
  }

  /** The map that leaves `size` values as they are. */
  static identity(size: number): SparseMap {
    return SparseMap.diagonal(new Float64Array(size).fill(1));
  }

  /** The map that multiplies value i by `factors[i]`. */
  static diagonal(factors: Numbers | Float64Array): SparseMap {
    const size = factors.length;
    const starts = Int32Array.from({ length: size + 1 }, (_, i) => i);
    return new SparseMap(size, starts, starts.slice(0, size), factors);
  }

  /** The map whose output i is input `sources[i]`, or 0 where `sources[i]` is −1. */
  static selection(columns: number, sources: ArrayLike<number>): SparseMap {
    const starts = new Int32Array(sources.length + 1);
    const kept: number[] = [];
    for (let i = 0; i < sources.length; i++) {
      if (sources[i] >= 0) kept.push(sources[i]);
      starts[i + 1] = kept.length;
    }
    return new SparseMap(
      columns,
      starts,
      Int32Array.from(kept),
      new Float64Array(kept.length).fill(1),
    );
  }

  addProduct(x: Float64Array, out: Float64Array): void {
    const { rows, starts, indices, values } = this;
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      const end = starts[i + 1];
      for (let k = starts[i]; k < end; k++) sum += values[k] * x[indices[k]];
      out[i] = out[i] + sum;
    }
  }

  addProducts(x: Float64Array, vectors: number, out: Float64Array): void {
    if (!this.hasOneTermPerRow) {
      addOneByOne(this, x, vectors, out);
      return;
    }
    const { rows, columns, indices, values } = this;
    if (this.isIdentity) {
      for (let i = 0; i < out.length; i++) out[i] = out[i] + (0 + x[i]);
      return;
    }
    for (let v = 0; v < vectors; v++) {
      const [from, to] = [v * columns, v * rows];
      for (let i = 0; i < rows; i++) {
        // From 0 on, as longer sums are: −0 becomes 0.
        out[to + i] = out[to + i] + (0 + values[i] * x[from + indices[i]]);
      }
    }
  }

  addSparseProduct(x: Float64Array, active: Int32Array, count: number, out: Float64Array): void {
    if (count * 2 > this.columns) {
      this.addProduct(x, out);
      return;
    }
    const { starts, rows, values } = this.transposed();
    for (let k = 0; k < count; k++) {
      const column = active[k];
      const factor = x[column];
      const end = starts[column + 1];
      for (let m = starts[column]; m < end; m++) {
        const i = rows[m];
        out[i] = out[i] + values[m] * factor;
      }
    }
  }

  addTransposedProduct(y: Float64Array, out: Float64Array): void {
    const { rows, starts, indices, values } = this;
    for (let i = 0; i < rows; i++) {
      const factor = y[i];
      if (factor === 0) continue;
      const end = starts[i + 1];
      for (let k = starts[i]; k < end; k++) {
        const j = indices[k];
        out[j] = out[j] + factor * values[k];
      }
    }
  }

  addTransposedProducts(y: Float64Array, vectors: number, out: Float64Array): void {
    addTransposedOneByOne(this, y, vectors, out);
  }

  rowSums(): Float64Array {
    if (this.#sums) return this.#sums;
    const sums = new Float64Array(this.rows);
    for (let i = 0; i < this.rows; i++) {
      let sum = 0;
      for (let k = this.starts[i]; k < this.starts[i + 1]; k++) sum += Math.abs(this.values[k]);
      sums[i] = upperSum(sum, this.termsPerRow);
    }
    this.#sums = sums;
    return sums;
  }

  addAbsoluteProduct(x: Float64Array, active: Int32Array, count: number, out: Float64Array): void {
    const { starts, rows, values } = this.transposed();
    for (let k = 0; k < count; k++) {
      const column = active[k];
      const factor = x[column];
      const end = starts[column + 1];
      for (let m = starts[column]; m < end; m++) {
        const i = rows[m];
        out[i] = out[i] + Math.abs(values[m]) * factor;
      }
    }
  }

  smallestMagnitude(): number {
    this.#smallest ??= this.coefficients.smallestMagnitude();
    return this.#smallest;
  }

  row(index: number): LinearMapRow {
    const start = this.starts[index];
    const end = this.starts[index + 1];
    return {
      columns: this.indices.subarray(start, end),
      values: this.values.subarray(start, end),
      others: othersOf(this.coefficients, end - start, (k) => start + k),
    };
  }

  /** The same coefficients ordered by column, made when first needed. */
  private transposed() {
    if (this.#byColumn) return this.#byColumn;
    const { columns, indices, values, starts } = this;
    const ends = new Int32Array(columns + 1);
    for (const j of indices) ends[j + 1] = ends[j + 1] + 1;
    for (let j = 0; j < columns; j++) ends[j + 1] = ends[j + 1] + ends[j];
    const next = ends.slice();
    const rows = new Int32Array(indices.length);
    const sorted = new Float64Array(indices.length);
    for (let i = 0; i < this.rows; i++) {
      for (let k = starts[i]; k < starts[i + 1]; k++) {
        const place = next[indices[k]];
        next[indices[k]] = place + 1;
        rows[place] = i;
        sorted[place] = values[k];
      }
    }
    this.#byColumn = { starts: ends, rows, values: sorted };
    return this.#byColumn;
  }
}
