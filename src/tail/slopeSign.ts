import type { Network } from '../network/network.js';
import { sharperError } from './certifiedAffine.js';
import type { CertifiedVector } from './certifiedVector.js';

/**
 * Whether bounds decide the sign of a slope: those it has, or, where these do not and an affine
 * operation made it, that bound from every entry by itself, which it then keeps.
 *
 * @param slopes - the slopes of every value of the network, with errors
 */
export function boundsDecideSign(
  network: Network,
  slopes: readonly CertifiedVector[],
  value: number,
  i: number,
): boolean {
  const { values, errors } = slopes[value];
  if (Math.abs(values[i]) > errors[i]) return true;
  if (value === 0 || errors[i] === 0) return false;
  const { operation, inputs } = network.nodes[value - 1];
  // A sum that overflowed on its way says nothing, however small its terms' errors are.
  if (operation.kind !== 'affine' || !Number.isFinite(values[i])) return false;
  const operands = inputs.map((v) => slopes[v]);
  const error = sharperError(operation, operands, i, true);
  // The minimum of two valid bounds is valid.
  if (error < errors[i]) errors[i] = error;
  return Math.abs(values[i]) > errors[i];
}
