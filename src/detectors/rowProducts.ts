import { MatrixProduct } from '../kernel/matrixProduct.js';
import { type Batch, zeroBatch } from './batch.js';

/** Rows multiplied at once where their products are not kept. */
const BLOCK = 64;

const prepared = new WeakMap<Batch, MatrixProduct>();

/** A batch as a matrix, made once: its numbers are not to be changed afterwards. */
function productOf(matrix: Batch): MatrixProduct {
  let product = prepared.get(matrix);
  if (!product) {
    product = new MatrixProduct(matrix.rows, matrix.columns, matrix.values);
    prepared.set(matrix, product);
  }
  return product;
}

/**
 * The product of every row with every row of a matrix, each added up in order: n × rows of the matrix.
 * Float64.
 *
 * @param start - what every sum starts at, one a row of the matrix; 0 if absent
 */
export function rowProducts(matrix: Batch, batch: Batch, start?: Float64Array): Batch {
  const out = zeroBatch(batch.rows, matrix.rows);
  if (start) for (let i = 0; i < batch.rows; i++) out.values.set(start, i * matrix.rows);
  productOf(matrix).addMany(batch.values, batch.rows, out.values);
  return out;
}

/** As `rowProducts`, row by row: for matrices of so many rows that no one keeps all products. */
export function forEachRowProducts(
  matrix: Batch,
  batch: Batch,
  visit: (row: number, products: Float64Array) => void,
): void {
  const { rows, columns, values } = batch;
  const out = new Float64Array(Math.min(BLOCK, rows) * matrix.rows);
  for (let from = 0; from < rows; from += BLOCK) {
    const some = Math.min(BLOCK, rows - from);
    const products = out.subarray(0, some * matrix.rows).fill(0);
    const x = values.subarray(from * columns, (from + some) * columns);
    productOf(matrix).addMany(x, some, products);
    for (let row = 0; row < some; row++) {
      visit(from + row, products.subarray(row * matrix.rows, (row + 1) * matrix.rows));
    }
  }
}

/** Every row less one and the same vector. */
export function shiftedRows({ rows, columns, values }: Batch, by: Float64Array): Batch {
  const out = zeroBatch(rows, columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) out.values[at] = values[at] - by[j];
  }
  return out;
}
