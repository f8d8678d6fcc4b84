import { complements } from './complements.js';
import { softmax } from './softmax.js';

/**
 * The Jacobian of the softmax, `∂s_c/∂f_c' = s_c (1[c = c'] − s_c')`.
 *
 * Arithmetic: float64; the diagonal is s_c times the sum of the others, so it keeps its digits at
 * saturation. Limits at infinite logits as `softmax`; NaN makes every entry NaN.
 *
 * @param logits - shape [C], nats, C ≥ 1
 * @returns C rows of shape [C], per nat: row c is ∇s_c
 * @throws InputError `empty` if there is no class
 *
 * Source: paper A, equation 6; claim `softmax-jacobian`.
 *
 * @example
 * ```ts
 * softmaxJacobian([0, 0]); // [Float64Array [0.25, -0.25], Float64Array [-0.25, 0.25]]
 * ```
 */
export function softmaxJacobian(logits: ArrayLike<number>): Float64Array[] {
  const probabilities = softmax(logits);
  const others = complements(logits);
  return Array.from(probabilities, (p, c) =>
    probabilities.map((q, column) => (column === c ? p * others[c] : -p * q)),
  );
}
