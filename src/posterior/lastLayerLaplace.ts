import { inverse, Matrix } from 'ml-matrix';
import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { list, number, numbers, record } from '../errors/kinds.js';
import { checkNetwork } from '../network/checkNetwork.js';
import { evaluate } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { softmax } from '../uncertainty/softmax.js';
import { bodyOf } from './bodyOf.js';
import { headRows } from './headRows.js';
import type { GaussianHead } from './posterior.js';
import { gaussianHead } from './readPosterior.js';

/** More parameters of a head than this are refused: their covariance is a square matrix. */
const MOST_PARAMETERS = 2000;

/**
 * The last-layer Laplace approximation: a Gaussian head around the trained one, whose precision is
 * the prior's plus the Hessian of the cross entropy, Σ_i (diag(p_i) − p_i p_iᵀ) ⊗ u_i u_iᵀ with
 * u = (z, 1).
 *
 * Full covariance. Arithmetic: float64; the result is what it says, however it was rounded.
 *
 * @param inputs - rows of `network.inputSize` numbers: what the network was trained on
 * @param options - `priorPrecision`, above 0: of every weight and bias
 * @throws InputError `too_large` for heads of more than 2000 parameters; as `evaluate` does
 *
 * Source: Kristiadi, Hein and Hennig 2020; Daxberger et al. 2021.
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [-1]], bias: [0, 0] }] });
 * lastLayerLaplace(network, [[1], [-1]], { priorPrecision: 1 }).covariance.length; // 4
 * ```
 */
export function lastLayerLaplace(
  network: Network,
  inputs: readonly ArrayLike<number>[],
  options: { readonly priorPrecision: number },
): GaussianHead {
  checkNetwork('lastLayerLaplace', network);
  checkArguments('lastLayerLaplace', {
    inputs: [inputs, list(numbers({ length: network.inputSize }), 1)],
    options: [options, record({ priorPrecision: number() })],
  });
  const { priorPrecision } = options;
  if (priorPrecision <= 0) {
    throw new InputError('lastLayerLaplace', [
      {
        code: 'out_of_range',
        path: 'priorPrecision',
        value: priorPrecision,
        rule: 'must be above 0',
        remedy: 'give a precision, 1 for example',
      },
    ]);
  }
  const body = bodyOf(network);
  const classes = network.outputSize;
  const columns = body.outputSize + 1;
  const size = classes * columns;
  if (size > MOST_PARAMETERS) {
    throw new InputError('lastLayerLaplace', [
      {
        code: 'too_large',
        path: 'network',
        value: size,
        rule: `must have a head of at most ${MOST_PARAMETERS} parameters`,
        remedy: 'use a narrower penultimate layer',
      },
    ]);
  }
  const precision = Matrix.eye(size, size, priorPrecision);
  for (const x of inputs) {
    const u = [...evaluate(body, x), 1];
    const p = softmax(evaluate(network, x));
    for (let c = 0; c < classes; c++) {
      for (let d = 0; d < classes; d++) {
        const weight = (c === d ? p[c] : 0) - p[c] * p[d];
        if (weight === 0) continue;
        for (let j = 0; j < columns; j++) {
          for (let k = 0; k < columns; k++) {
            const [row, column] = [c * columns + j, d * columns + k];
            precision.set(row, column, precision.get(row, column) + weight * u[j] * u[k]);
          }
        }
      }
    }
  }
  const raw = inverse(precision).to2DArray();
  // Rounding leaves it a little asymmetric.
  const covariance = raw.map((row, i) => row.map((value, j) => (value + raw[j][i]) / 2));
  return gaussianHead(network, { mean: headRows(network), covariance });
}
