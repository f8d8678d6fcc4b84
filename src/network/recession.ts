import type { Network, NetworkNode } from './network.js';
import type { AffineOperation, Operation } from './operation.js';

/**
 * The network without its biases: f₀(v) = lim f(x + t·v)/t, the slopes of f along v from any x.
 *
 * Affine operations keep their linear part; rectifiers and maxima, which commute with positive
 * scaling, keep themselves; a clip becomes 0 where its bounds are finite.
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
      return { ...operation, bias: new Float64Array(operation.size) } satisfies AffineOperation;
    case 'clip':
      return {
        ...operation,
        lower: operation.lower === -Infinity ? -Infinity : 0,
        upper: operation.upper === Infinity ? Infinity : 0,
      };
    default:
      return operation;
  }
}
