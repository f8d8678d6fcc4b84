import { type LinearMap, type LinearMapRow, upperSum } from './linearMap.js';
import { Numbers, othersOf } from './numbers.js';

/** A linear map stored as a full matrix, row by row: the map of a dense layer. */
export class DenseMap implements LinearMap {
  readonly termsPerRow: number;
  readonly coefficients: Numbers;
  /** The nearest doubles of the coefficients, shape [rows · columns], row-major. */
  readonly values: Float64Array;
  private sums: Float64Array | undefined;
  private smallest: number | undefined;
  private readonly read: LinearMapRow[] = [];
  private allColumns: Int32Array | undefined;

  /** @param coefficients - shape [rows · columns], row-major */
  constructor(
    readonly rows: number,
    readonly columns: number,
    coefficients: Numbers | Float64Array,
  ) {
    this.coefficients = Numbers.from(coefficients);
    this.values = this.coefficients.nearest;
    this.termsPerRow = columns;
  }

  addProduct(x: Float64Array, out: Float64Array): void {
    const { rows, columns, values } = this;
    const unrolled = columns - (columns % 4);
    for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
      // Four sums at a time: one alone waits for each addition before it can start the next.
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let j = 0;
      for (; j < unrolled; j += 4) {
        const k = offset + j;
        s0 += values[k] * x[j];
        s1 += values[k + 1] * x[j + 1];
        s2 += values[k + 2] * x[j + 2];
        s3 += values[k + 3] * x[j + 3];
      }
      for (; j < columns; j++) s0 += values[offset + j] * x[j];
      out[i] = out[i] + (s0 + s1 + (s2 + s3));
    }
  }

  addSparseProduct(x: Float64Array, active: Int32Array, count: number, out: Float64Array): void {
    if (count === this.columns) {
      this.addProduct(x, out);
      return;
    }
    const { rows, columns, values } = this;
    const unrolled = count - (count % 4);
    for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let k = 0;
      for (; k < unrolled; k += 4) {
        const j0 = active[k];
        const j1 = active[k + 1];
        const j2 = active[k + 2];
        const j3 = active[k + 3];
        s0 += values[offset + j0] * x[j0];
        s1 += values[offset + j1] * x[j1];
        s2 += values[offset + j2] * x[j2];
        s3 += values[offset + j3] * x[j3];
      }
      for (; k < count; k++) s0 += values[offset + active[k]] * x[active[k]];
      out[i] = out[i] + (s0 + s1 + (s2 + s3));
    }
  }

  addTransposedProduct(y: Float64Array, out: Float64Array): void {
    const { rows, columns, values } = this;
    for (let i = 0; i < rows; i++) {
      const factor = y[i];
      if (factor === 0) continue;
      const offset = i * columns;
      for (let j = 0; j < columns; j++) out[j] = out[j] + factor * values[offset + j];
    }
  }

  rowSums(): Float64Array {
    if (this.sums) return this.sums;
    const { rows, columns, values } = this;
    const sums = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += Math.abs(values[i * columns + j]);
      sums[i] = upperSum(sum, columns);
    }
    this.sums = sums;
    return sums;
  }

  addAbsoluteProduct(x: Float64Array, active: Int32Array, count: number, out: Float64Array): void {
    const { rows, columns, values } = this;
    for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
      let sum = 0;
      for (let k = 0; k < count; k++) {
        const j = active[k];
        sum += Math.abs(values[offset + j]) * x[j];
      }
      out[i] = out[i] + sum;
    }
  }

  smallestMagnitude(): number {
    this.smallest ??= this.coefficients.smallestMagnitude();
    return this.smallest;
  }

  row(index: number): LinearMapRow {
    let row = this.read[index];
    if (!row) {
      this.allColumns ??= Int32Array.from({ length: this.columns }, (_, j) => j);
      const offset = index * this.columns;
      row = {
        columns: this.allColumns,
        values: this.values.subarray(offset, offset + this.columns),
        others: othersOf(this.coefficients, this.columns, (k) => offset + k),
      };
      this.read[index] = row;
    }
    return row;
  }
}
