/** xᵀPx of a recorded matrix, and what rounding of its entries may have done to it. Float64. */
export function quadraticForm(
  matrix: readonly (readonly number[])[],
  x: readonly number[],
): { readonly value: number; readonly rounding: number } {
  let value = 0;
  let size = 0;
  matrix.forEach((row, i) => {
    row.forEach((entry, j) => {
      value += entry * x[i] * x[j];
      size += Math.abs(entry * x[i] * x[j]);
    });
  });
  return { value, rounding: 1e-13 * size };
}
