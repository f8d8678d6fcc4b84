/**
 * Row sums of the Gram matrix of one feature vector as `gramRow` has them, in float32 as the CEA
 * authors' code is shipped: every power, product and root rounded, the sum rounded once. Powers that
 * overflow are infinite, and 0 times infinity is NaN, as there.
 */
export function gramRow32(features: Float64Array, power: number, out: Float64Array): void {
  let sum = 0;
  for (let j = 0; j < features.length; j++) {
    const raised = features[j] === 0 ? 0 : Math.fround(Math.fround(features[j]) ** power);
    out[j] = raised;
    sum += raised;
  }
  sum = Math.fround(sum);
  for (let j = 0; j < features.length; j++) {
    const product = Math.fround(out[j] * sum);
    // Half of the activations of a rectifier: a power would be computed to give it back.
    if (product === 0) out[j] = product;
    else out[j] = Math.sign(product) * Math.fround(Math.abs(product) ** (1 / power));
  }
}
