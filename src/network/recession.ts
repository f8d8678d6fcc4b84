import { Real } from '../exact/real.js';
import { checkNetwork } from './checkNetwork.js';
import { RELU } from './functions.js';
import type { Network, NetworkNode } from './network.js';
import { Numbers } from './numbers.js';
import { type Operation, unknownOperation } from './operation.js';
import { ActivationOperation } from './operations/activation.js';
import { AffineOperation } from './operations/affine.js';
import { beyondPiecewiseAffine } from './operations/general.js';
import { piecewise, type UnivariateFunction } from './univariate.js';

/**
 * The network without its biases: f₀(v) = lim f(x + t·v)/t, the slopes of f along v from any x.
 *
 * Affine operations keep their linear part; maxima, which commute with positive scaling, keep
 * themselves; a function of one variable becomes its slopes at either end, so a ReLU keeps itself
 * and a clip becomes 0 where it is bounded.
 *
 * @throws InputError `unsupported` for what has no slope far out: squares, and general operations
 *
 * Source: claim `slopes-ignore-input` (F3); Rockafellar, Convex Analysis, section 8, for the name.
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[2]], bias: [5] }] });
 * evaluate(recession(network), [3]); // Float64Array [6]
 * ```
 */
export function recession(network: Network): Network {
  checkNetwork('recession', network);
  const known = cache.get(network);
  if (known) return known;
  const nodes = network.nodes.map(
    (node): NetworkNode => ({ ...node, operation: recessionOf(node.operation) }),
  );
  const result = { ...network, nodes };
  cache.set(network, result);
  return result;
}

const cache = new WeakMap<Network, Network>();

function recessionOf(operation: Operation): Operation {
  switch (operation.kind) {
    case 'affine':
      return new AffineOperation(operation.maps, Numbers.zeros(operation.size));
    case 'activation':
      return new ActivationOperation(
        operation.size,
        operation.functions.map(recessionOfFunction),
        operation.which,
      );
    case 'maximum':
      return operation;
    case 'general':
      throw beyondPiecewiseAffine(operation.name, 'recession');
    default:
      return unknownOperation(operation, 'recession');
  }
}

/** σ₀(x) = lim σ(s·x)/s: the slopes at either end, through 0. */
function recessionOfFunction(f: UnivariateFunction): UnivariateFunction {
  const known = functions.get(f);
  if (known) return known;
  const { left, right } = endSlopes(f);
  const equal = left === right || left.compare(right) === 0;
  const result = equal
    ? piecewise(`${f.name} far out`, [], [[0, left]])
    : left.isZero && right.compare(Real.one) === 0
      ? RELU
      : piecewise(
          `${f.name} far out`,
          [0],
          [
            [0, left],
            [0, right],
          ],
        );
  functions.set(f, result);
  return result;
}

const functions = new WeakMap<UnivariateFunction, UnivariateFunction>();

/**
 * The slopes of a function at −∞ and +∞.
 *
 * @throws InputError `unsupported` if it has none: a polynomial of degree 2 or more
 */
function endSlopes(f: UnivariateFunction): { left: Real; right: Real } {
  if (f.kind === 'smooth') return { left: f.left.slope, right: f.right.slope };
  const slope = (piece: readonly Real[]) => {
    if (piece.slice(2).some((coefficient) => !coefficient.isZero)) {
      throw beyondPiecewiseAffine(f.name, 'recession');
    }
    return piece[1] ?? Real.zero;
  };
  return { left: slope(f.pieces[0]), right: slope(f.pieces[f.pieces.length - 1]) };
}
