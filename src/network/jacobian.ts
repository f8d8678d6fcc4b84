import { checkNetwork } from './checkNetwork.js';
import { slopeInFloat64 } from './domains/float64.js';
import { checkPoint, valuesAt } from './evaluate.js';
import { type Network, sizeOfValue } from './network.js';
import { unknownOperation } from './operation.js';
import { beyondPiecewiseAffine } from './operations/general.js';
import type { MaximumOperation } from './operations/maximum.js';
import { type Pattern, winnersOf } from './pattern.js';
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
  return pullBackMany(network, values, cotangent, 1);
}

/**
 * As `pullBackAt` at many points in one backward walk, with the same bits but for signs of zeros.
 *
 * @param values - as `valuesOfMany` gives them
 * @param cotangents - shape [rows · C]
 * @returns shape [rows · D]
 */
export function pullBackMany(
  network: Network,
  values: readonly Float64Array[],
  cotangents: Float64Array,
  rows: number,
): Float64Array {
  const inputOf = (node: number) => values[network.nodes[node].inputs[0]];
  return backward(network, cotangents, rows, {
    slope: (f, node, at) => slopeInFloat64(f, inputOf(node)[at]),
    winners(operation, node, row) {
      const x = inputOf(node);
      const size = x.length / rows;
      return winnersOf(operation, x.subarray(row * size, (row + 1) * size));
    },
  });
}

/** The vector-Jacobian product on a pattern, in one backward walk. Float64. As `jacobianOn`. */
function pullBack(network: Network, pattern: Pattern, cotangent: Float64Array): Float64Array {
  return backward(network, cotangent, 1, {
    slope: (f, node, unit) => slopeOnPiece(f, pattern[node]![unit]),
    winners: (_, node) => pattern[node]!,
  });
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

/** Which piece of a network a backward walk is on. */
interface Pieces {
  /** The slope of an activation at the input that stands at `at` among those of all rows. */
  slope(f: UnivariateFunction, node: number, at: number): number;
  /** The entry that wins each group of a maximum. */
  winners(operation: MaximumOperation, node: number, row: number): Int32Array;
}

/** The fast form of `walkBack` for doubles, over one or many rows. */
function backward(
  network: Network,
  cotangent: Float64Array,
  rows: number,
  pieces: Pieces,
): Float64Array {
  const cotangents: (Float64Array | undefined)[] = [];
  cotangents[network.output] = cotangent;
  for (let k = network.nodes.length; k >= 1; k--) {
    const above = cotangents[k];
    if (!above) continue;
    const { operation, inputs } = network.nodes[k - 1];
    const { size } = operation;
    for (let m = 0; m < inputs.length; m++) {
      const value = inputs[m];
      const width = sizeOfValue(network, value);
      const below = (cotangents[value] ??= new Float64Array(rows * width));
      switch (operation.kind) {
        case 'affine':
          operation.maps[m].addTransposedProducts(above, rows, below);
          break;
        case 'activation':
          for (let row = 0, i = 0; row < rows; row++) {
            for (let unit = 0; unit < size; unit++, i++) {
              if (above[i] === 0) continue;
              below[i] = below[i] + above[i] * pieces.slope(operation.functionOf(unit), k - 1, i);
            }
          }
          break;
        case 'maximum':
          for (let row = 0; row < rows; row++) {
            const winners = pieces.winners(operation, k - 1, row);
            for (let g = 0; g < size; g++) {
              const at = row * width + winners[g];
              below[at] = below[at] + above[row * size + g];
            }
          }
          break;
        case 'general':
          throw beyondPiecewiseAffine(operation.name, 'pullBack');
        default:
          unknownOperation(operation, 'pullBack');
      }
    }
  }
  return cotangents[0] ?? new Float64Array(rows * network.inputSize);
}
