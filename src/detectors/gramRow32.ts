/**
 * Row sums of the Gram matrix of one feature vector as `gramRow` has them, in float32 as the CEA
 * authors' code is shipped: every power, product and root rounded, the sum rounded once. Powers that
 * overflow are infinite, and 0 times infinity is NaN, as there.
 */
export function gramRow32(features: Float64Array, power: number, out: Float64Array): void {
  let sum = 0;
  for (let j = 0; j < features.length; j++) {
    out[j] = Math.fround(Math.fround(features[j]) ** power);
    sum += out[j];
  }
  sum = Math.fround(sum);
  for (let j = 0; j < features.length; j++) {
    const product = Math.fround(out[j] * sum);
    out[j] = Math.sign(product) * Math.fround(Math.abs(product) ** (1 / power));
  }
}
