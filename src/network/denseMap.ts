import { MatrixProduct } from '../kernel/matrixProduct.js';
import { type LinearMap, type LinearMapRow, upperSum } from './linearMap.js';
import { Numbers, othersOf } from './numbers.js';

/** A linear map stored as a full matrix, row by row: the map of a dense layer. */
export class DenseMap implements LinearMap {
  readonly termsPerRow: number;
  readonly coefficients: Numbers;
  /** The nearest doubles of the coefficients, shape [rows · columns], row-major. */
  readonly values: Float64Array;
  private readonly product: MatrixProduct;
  #sums: Float64Array | undefined;
  #smallest: number | undefined;
  readonly #read: LinearMapRow[] = [];
  #allColumns: Int32Array | undefined;

  /** @param coefficients - shape [rows · columns], row-major */
  constructor(
    readonly rows: number,
    readonly columns: number,
    coefficients: Numbers | Float64Array,
  ) {
    this.coefficients = Numbers.from(coefficients);
    this.values = this.coefficients.nearest;
    this.termsPerRow = columns;
    this.product = new MatrixProduct(rows, columns, this.values);
  }

  addProduct(x: Float64Array, out: Float64Array): void {
    this.product.add(x, out);
  }

  addProducts(x: Float64Array, vectors: number, out: Float64Array): void {
    this.product.addMany(x, vectors, out);
  }

  addSparseProduct(x: Float64Array, active: Int32Array, count: number, out: Float64Array): void {
    this.product.addSparse(x, active, count, out);
  }

  addTransposedProduct(y: Float64Array, out: Float64Array): void {
    this.product.addTransposed(y, out);
  }

  addTransposedProducts(y: Float64Array, vectors: number, out: Float64Array): void {
    this.product.addManyTransposed(y, vectors, out);
  }

  rowSums(): Float64Array {
    if (this.#sums) return this.#sums;
    const { rows, columns, values } = this;
    const sums = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += Math.abs(values[i * columns + j]);
      sums[i] = upperSum(sum, columns);
    }
    this.#sums = sums;
    return sums;
  }

  addAbsoluteProduct(x: Float64Array, active: Int32Array, count: number, out: Float64Array): void {
    this.product.addAbsolute(x, active, count, out);
  }

  smallestMagnitude(): number {
    this.#smallest ??= this.coefficients.smallestMagnitude();
    return this.#smallest;
  }

  row(index: number): LinearMapRow {
    let row = this.#read[index];
    if (!row) {
      this.#allColumns ??= Int32Array.from({ length: this.columns }, (_, j) => j);
      const offset = index * this.columns;
      row = {
        columns: this.#allColumns,
        values: this.values.subarray(offset, offset + this.columns),
        others: othersOf(this.coefficients, this.columns, (k) => offset + k),
      };
      this.#read[index] = row;
    }
    return row;
  }
}
