/** The powers of the Gram matrices. */
export const GRAM_POWERS = [1, 2, 3, 4, 5] as const;

/**
 * Row sums of the Gram matrix of order p of one feature vector:
 * `G_j = sign·|f_j^p · Σ_k f_k^p|^{1/p}`, written to `out`. Float64.
 *
 * The features are divided by their largest first (G is homogeneous of degree 2), so the tenth
 * powers that order 5 takes cannot overflow.
 */
export function gramRow(features: Float64Array, power: number, out: Float64Array): void {
  let largest = 0;
  for (const value of features) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) {
    out.fill(0);
    return;
  }
  let sum = 0;
  for (let j = 0; j < features.length; j++) {
    const raised = integerPower(features[j] / largest, power);
    out[j] = raised;
    sum += raised;
  }
  for (let j = 0; j < features.length; j++) {
    const product = out[j] * sum;
    if (product === 0) {
      // Half of the activations of a rectifier: a power would be computed to give it back.
      out[j] = product;
      continue;
    }
    const root = power === 1 ? Math.abs(product) : Math.abs(product) ** (1 / power);
    out[j] = Math.sign(product) * root * largest * largest;
  }
}

function integerPower(base: number, power: number): number {
  let product = base;
  for (let i = 1; i < power; i++) product *= base;
  return product;
}
