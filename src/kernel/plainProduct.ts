/**
 * The kernel's products as plain loops: every output is one chain of additions that starts at what
 * stands in `out` and goes through the columns in order, so the bits are those of
 * `matrixProduct.wat`.
 *
 * Four outputs at a time: one chain alone waits for each addition before it can start the next.
 */

/** `out += matrix · x`. @param values - shape [rows · columns], row-major */
export function plainProduct(
  values: Float64Array,
  rows: number,
  columns: number,
  x: Float64Array,
  out: Float64Array,
): void {
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    const r0 = i * columns;
    const r1 = r0 + columns;
    const r2 = r1 + columns;
    const r3 = r2 + columns;
    let s0 = out[i];
    let s1 = out[i + 1];
    let s2 = out[i + 2];
    let s3 = out[i + 3];
    for (let j = 0; j < columns; j++) {
      const factor = x[j];
      s0 += values[r0 + j] * factor;
      s1 += values[r1 + j] * factor;
      s2 += values[r2 + j] * factor;
      s3 += values[r3 + j] * factor;
    }
    out[i] = s0;
    out[i + 1] = s1;
    out[i + 2] = s2;
    out[i + 3] = s3;
  }
  for (; i < rows; i++) {
    let sum = out[i];
    for (let j = 0; j < columns; j++) sum += values[i * columns + j] * x[j];
    out[i] = sum;
  }
}

/** `out += matrix · x` for an x that is zero outside `active[0 .. count)`. */
export function plainSparseProduct(
  values: Float64Array,
  rows: number,
  columns: number,
  x: Float64Array,
  active: Int32Array,
  count: number,
  out: Float64Array,
): void {
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    const r0 = i * columns;
    const r1 = r0 + columns;
    const r2 = r1 + columns;
    const r3 = r2 + columns;
    let s0 = out[i];
    let s1 = out[i + 1];
    let s2 = out[i + 2];
    let s3 = out[i + 3];
    for (let k = 0; k < count; k++) {
      const j = active[k];
      const factor = x[j];
      s0 += values[r0 + j] * factor;
      s1 += values[r1 + j] * factor;
      s2 += values[r2 + j] * factor;
      s3 += values[r3 + j] * factor;
    }
    out[i] = s0;
    out[i + 1] = s1;
    out[i + 2] = s2;
    out[i + 3] = s3;
  }
  for (; i < rows; i++) {
    let sum = out[i];
    for (let k = 0; k < count; k++) sum += values[i * columns + active[k]] * x[active[k]];
    out[i] = sum;
  }
}

/** `out += |matrix| · x` for an x that is zero outside `active[0 .. count)`. */
export function plainAbsoluteProduct(
  values: Float64Array,
  rows: number,
  columns: number,
  x: Float64Array,
  active: Int32Array,
  count: number,
  out: Float64Array,
): void {
  for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
    let sum = out[i];
    for (let k = 0; k < count; k++) {
      const j = active[k];
      sum += Math.abs(values[offset + j]) * x[j];
    }
    out[i] = sum;
  }
}

/** `out += matrixᵀ · y`. */
export function plainTransposedProduct(
  values: Float64Array,
  rows: number,
  columns: number,
  y: Float64Array,
  out: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const factor = y[i];
    if (factor === 0) continue;
    const offset = i * columns;
    for (let j = 0; j < columns; j++) out[j] = out[j] + factor * values[offset + j];
  }
}
