import { kernelMemory } from './kernelMemory.js';
import { PackedMatrix, WIDTH } from './packedMatrix.js';
import {
  plainAbsoluteProduct,
  plainProduct,
  plainSparseProduct,
  plainTransposedProduct,
} from './plainProduct.js';

/**
 * A full matrix that vectors are multiplied with, many times.
 *
 * Arithmetic: float64. Every output is one chain of additions, from what stands in `out` through the
 * columns in ascending order, each product and each sum rounded once: the same bits in WebAssembly and
 * in plain loops, for one vector or many, with zeros of x left out or not (but for the sign of a
 * zero). With n columns an output is off by at most γ_{n+1}(|out| + Σ|w||x|) (Higham, Accuracy and
 * Stability of Numerical Algorithms, 2nd ed., section 3.1, barring underflow and overflow).
 *
 * The matrix is packed into the kernel's memory when it is used for the second time.
 */
export class MatrixProduct {
  private readonly forward: Packed;
  private readonly backward: Packed;
  private readonly small: boolean;

  /**
   * @param values - shape [rows · columns], row-major; not copied, and not to be changed
   * @param worthwhile - from how many entries on WebAssembly is called
   */
  constructor(
    readonly rows: number,
    readonly columns: number,
    readonly values: Float64Array,
    worthwhile = WORTHWHILE,
  ) {
    this.small = values.length < worthwhile;
    this.forward = new Packed(rows, columns, values, columns, 1);
    this.backward = new Packed(columns, rows, values, 1, columns);
  }

  /** `out += matrix · x`. */
  add(x: Float64Array, out: Float64Array): void {
    const { rows, columns, values } = this;
    if (!this.small && this.forward.add(x, null, columns, out)) return;
    plainProduct(values, rows, columns, x, out);
  }

  /** `out += matrix · x` for an x that is zero outside `active[0 .. count)`, ascending. */
  addSparse(x: Float64Array, active: Int32Array, count: number, out: Float64Array): void {
    const { rows, columns, values } = this;
    if (!this.small && this.forward.add(x, active, count, out)) return;
    if (count === columns) plainProduct(values, rows, columns, x, out);
    else plainSparseProduct(values, rows, columns, x, active, count, out);
  }

  /** `out += |matrix| · x` for a non-negative x that is zero outside `active[0 .. count)`. */
  addAbsolute(x: Float64Array, active: Int32Array, count: number, out: Float64Array): void {
    const { rows, columns, values } = this;
    if (!this.small && this.forward.add(x, active, count, out, 'absoluteProduct')) return;
    plainAbsoluteProduct(values, rows, columns, x, active, count, out);
  }

  /** `out += matrixᵀ · y`. */
  addTransposed(y: Float64Array, out: Float64Array): void {
    const { rows, columns, values } = this;
    if (!this.small) {
      const count = listNonZero(y, rows);
      if (this.backward.add(y, nonZero, count, out)) return;
    }
    plainTransposedProduct(values, rows, columns, y, out);
  }

  /**
   * `out += matrixᵀ · y` for many vectors.
   *
   * @param y - shape [vectors · rows], one after another
   * @param out - shape [vectors · columns]
   */
  addManyTransposed(y: Float64Array, vectors: number, out: Float64Array): void {
    const { rows, columns } = this;
    if (vectors > 1 && !this.small && this.backward.addMany(y, vectors, out)) return;
    for (let v = 0; v < vectors; v++) {
      this.addTransposed(
        y.subarray(v * rows, (v + 1) * rows),
        out.subarray(v * columns, (v + 1) * columns),
      );
    }
  }

  /**
   * `out += matrix · x` for many vectors.
   *
   * @param x - shape [vectors · columns], one after another
   * @param out - shape [vectors · rows]
   */
  addMany(x: Float64Array, vectors: number, out: Float64Array): void {
    const { rows, columns, values } = this;
    if (vectors === 1) {
      this.add(x, out);
      return;
    }
    if (!this.small && this.forward.addMany(x, vectors, out)) return;
    for (let v = 0; v < vectors; v++) {
      plainProduct(
        values,
        rows,
        columns,
        x.subarray(v * columns, (v + 1) * columns),
        out.subarray(v * rows, (v + 1) * rows),
      );
    }
  }
}

/** With fewer entries a call into WebAssembly costs more than it saves. */
const WORTHWHILE = 2048;

/** The places of entries that are not 0, of the vector last looked at. */
let nonZero = new Int32Array(64);

function listNonZero(y: Float64Array, size: number): number {
  if (nonZero.length < size) nonZero = new Int32Array(2 * size);
  let count = 0;
  // NaN is not 0 and stays.
  for (let i = 0; i < size; i++) if (y[i] !== 0) nonZero[count++] = i;
  return count;
}

/** Vectors multiplied at once, so that they stay in the processor's cache; even. */
const BLOCK = 32;

/** Products of a matrix in the kernel's memory with vectors. */
class Packed extends PackedMatrix {
  private uses = 0;

  /** One product in the kernel; false where it cannot be done there. @param active - null: all */
  add(
    x: Float64Array,
    active: Int32Array | null,
    count: number,
    out: Float64Array,
    kind: 'product' | 'absoluteProduct' = 'product',
  ): boolean {
    const memory = kernelMemory();
    if (!memory || ++this.uses < 2) return false;
    const { columns, outputs, panels } = this;
    const results = columns;
    const list = 2 * (results + panels * WIDTH);
    if (!memory.reserve(8 * (results + panels * WIDTH) + 4 * columns)) return false;
    const address = this.packedAt(memory);
    if (address < 0) return false;
    const { doubles, integers } = memory;
    if (active) {
      for (let k = 0; k < count; k++) {
        const j = active[k];
        integers[list + k] = j;
        doubles[j] = x[j];
      }
    } else {
      doubles.set(x, 0);
      for (let j = 0; j < columns; j++) integers[list + j] = j;
    }
    doubles.set(out, results);
    memory.kernel[kind](0, 4 * list, count, address, 8 * WIDTH * columns, panels, 8 * results);
    for (let i = 0; i < outputs; i++) out[i] = doubles[results + i];
    return true;
  }

  /** Many products in the kernel; false where they cannot be done there. */
  addMany(x: Float64Array, vectors: number, out: Float64Array): boolean {
    const memory = kernelMemory();
    this.uses += vectors;
    if (!memory || this.uses < 2) return false;
    const { columns, outputs, panels } = this;
    const stride = panels * WIDTH;
    const results = BLOCK * columns;
    const list = 2 * (results + BLOCK * stride);
    if (!memory.reserve(8 * BLOCK * (columns + stride) + 4 * columns)) return false;
    const address = this.packedAt(memory);
    if (address < 0) return false;
    const { doubles, integers } = memory;
    for (let j = 0; j < columns; j++) integers[list + j] = j;
    for (let from = 0; from < vectors; from += BLOCK) {
      const some = Math.min(BLOCK, vectors - from);
      doubles.set(x.subarray(from * columns, (from + some) * columns), 0);
      // What stands there from before is multiplied along with the last odd one, and left.
      for (let v = 0; v < some; v++) {
        const first = (from + v) * outputs;
        doubles.set(out.subarray(first, first + outputs), results + v * stride);
      }
      memory.kernel.products(
        0,
        8 * columns,
        some + (some & 1),
        4 * list,
        columns,
        address,
        8 * WIDTH * columns,
        panels,
        8 * results,
        8 * stride,
      );
      for (let v = 0; v < some; v++) {
        const at = results + v * stride;
        out.set(doubles.subarray(at, at + outputs), (from + v) * outputs);
      }
    }
    return true;
  }
}
