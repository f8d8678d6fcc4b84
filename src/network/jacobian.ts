import { checkNetwork } from './checkNetwork.js';
import { slopeInFloat64 } from './domains/float64.js';
import { checkPoint, valuesAt } from './evaluate.js';
import { type Network, sizeOfValue } from './network.js';
import { unknownOperation } from './operation.js';
import { beyondPiecewiseAffine } from './operations/general.js';
import { type Pattern, patternOf } from './pattern.js';
import type { UnivariateFunction } from './univariate.js';

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
  checkNetwork('jacobian', network);
  checkPoint('jacobian', 'x', x, network.inputSize);
  const values = valuesAt(network, Float64Array.from(x));
  return rowsOf(network, (cotangent) => pullBackAt(network, values, cotangent));
}

/**
 * The Jacobian of the logits on a pattern: C rows of shape [D]. Float64.
 *
 * @throws RangeError if an activation is not piecewise affine: its slope is no matter of pieces
 */
export function jacobianOn(network: Network, pattern: Pattern): Float64Array[] {
  return rowsOf(network, (cotangent) => pullBack(network, pattern, cotangent));
}

/**
 * The vector-Jacobian product `cotangentᵀ · ∂f/∂x` at a point, in one backward walk. Float64.
 *
 * @param values - those of the network at the point, as `valuesAt` gives them
 * @param cotangent - shape [C]
 * @returns shape [D]
 */
export function pullBackAt(
  network: Network,
  values: readonly Float64Array[],
  cotangent: Float64Array,
): Float64Array {
  return backward(network, patternOf(network, values), cotangent, (f, node, unit) =>
    slopeInFloat64(f, values[network.nodes[node].inputs[0]][unit]),
  );
}

/** The vector-Jacobian product on a pattern, in one backward walk. Float64. As `jacobianOn`. */
function pullBack(network: Network, pattern: Pattern, cotangent: Float64Array): Float64Array {
  return backward(network, pattern, cotangent, (f, node, unit) =>
    slopeOnPiece(f, pattern[node]![unit]),
  );
}

function slopeOnPiece(f: UnivariateFunction, piece: number): number {
  if (f.kind !== 'piecewise' || !f.lines) {
    throw new RangeError(`pullBack: ${f.name} is not piecewise affine`);
  }
  return f.lines.slopes[piece];
}

function rowsOf(network: Network, pull: (cotangent: Float64Array) => Float64Array): Float64Array[] {
  return Array.from({ length: network.outputSize }, (_, c) => {
    const cotangent = new Float64Array(network.outputSize);
    cotangent[c] = 1;
    return pull(cotangent);
  });
}

/** The fast form of `walkBack` for doubles. */
function backward(
  network: Network,
  pattern: Pattern,
  cotangent: Float64Array,
  slope: (f: UnivariateFunction, node: number, unit: number) => number,
): Float64Array {
  const cotangents: (Float64Array | undefined)[] = [];
  cotangents[network.output] = cotangent;
  for (let k = network.nodes.length; k >= 1; k--) {
    const above = cotangents[k];
    if (!above) continue;
    const { operation, inputs } = network.nodes[k - 1];
    for (let m = 0; m < inputs.length; m++) {
      const value = inputs[m];
      const below = (cotangents[value] ??= new Float64Array(sizeOfValue(network, value)));
      switch (operation.kind) {
        case 'affine':
          operation.maps[m].addTransposedProduct(above, below);
          break;
        case 'activation':
          for (let i = 0; i < operation.size; i++) {
            if (above[i] === 0) continue;
            below[i] = below[i] + above[i] * slope(operation.functionOf(i), k - 1, i);
          }
          break;
        case 'maximum': {
          const winners = pattern[k - 1]!;
          for (let g = 0; g < operation.size; g++) below[winners[g]] = below[winners[g]] + above[g];
          break;
        }
        case 'general':
          throw beyondPiecewiseAffine(operation.name, 'pullBack');
        default:
          unknownOperation(operation, 'pullBack');
      }
    }
  }
  return cotangents[0] ?? new Float64Array(network.inputSize);
}
