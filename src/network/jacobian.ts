import { checkPoint, valuesAt } from './evaluate.js';
import type { Network } from './network.js';
import { type Pattern, patternOf } from './pattern.js';

/**
 * The Jacobian of the logits at x: row c is ∇f_c.
 *
 * On a polytope boundary it is the one-sided Jacobian of the piece `patternOf` chooses.
 * Arithmetic: float64.
 *
 * @param x - shape [D]
 * @returns C rows of shape [D]
 * @throws InputError as `evaluate` does
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 2,
 *   layers: [{ type: 'dense', weights: [[1, -1], [2, 0]], bias: [0, 0] }] });
 * jacobian(network, [0, 0]); // [Float64Array [1, -1], Float64Array [2, 0]]
 * ```
 */
export function jacobian(network: Network, x: ArrayLike<number>): Float64Array[] {
  checkPoint('jacobian', 'x', x, network.inputSize);
  return jacobianOn(network, patternOf(network, valuesAt(network, Float64Array.from(x))));
}

/** The Jacobian of the logits on a pattern: C rows of shape [D]. Float64. */
export function jacobianOn(network: Network, pattern: Pattern): Float64Array[] {
  return Array.from({ length: network.outputSize }, (_, c) => {
    const cotangent = new Float64Array(network.outputSize);
    cotangent[c] = 1;
    return pullBack(network, pattern, cotangent);
  });
}

/**
 * The vector-Jacobian product `cotangentᵀ · ∂f/∂x` on a pattern, in one backward walk. Float64.
 *
 * @param cotangent - shape [C]
 * @returns shape [D]
 */
export function pullBack(
  network: Network,
  pattern: Pattern,
  cotangent: Float64Array,
): Float64Array {
  const cotangents: (Float64Array | undefined)[] = [];
  cotangents[network.output] = cotangent;
  for (let k = network.nodes.length; k >= 1; k--) {
    const above = cotangents[k];
    if (!above) continue;
    const { operation, inputs } = network.nodes[k - 1]!;
    const states = pattern[k - 1];
    for (let m = 0; m < inputs.length; m++) {
      const value = inputs[m]!;
      const size = value === 0 ? network.inputSize : network.nodes[value - 1]!.operation.size;
      const below = (cotangents[value] ??= new Float64Array(size));
      switch (operation.kind) {
        case 'affine':
          operation.maps[m]!.addTransposedProduct(above, below);
          break;
        case 'rectifier':
          for (let i = 0; i < size; i++) {
            below[i] = below[i]! + above[i]! * (states![i] === 1 ? 1 : operation.negativeSlope[i]!);
          }
          break;
        case 'clip':
          for (let i = 0; i < size; i++) if (states![i] === 0) below[i] = below[i]! + above[i]!;
          break;
        case 'maximum':
          for (let g = 0; g < operation.size; g++) {
            below[states![g]!] = below[states![g]!]! + above[g]!;
          }
          break;
      }
    }
  }
  return cotangents[0] ?? new Float64Array(network.inputSize);
}
