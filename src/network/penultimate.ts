import { InputError } from '../errors/inputError.js';
import { checkNetwork } from './checkNetwork.js';
import { checkPoint, valuesAt } from './evaluate.js';
import type { LinearMap } from './linearMap.js';
import type { Network } from './network.js';
import type { Numbers } from './numbers.js';

/** The last affine layer of a network: `logits = map · penultimate + bias`. */
export interface Head {
  readonly map: LinearMap;
  /** Shape [C]. */
  readonly bias: Numbers;
  /** The value of the network that the head reads. */
  readonly penultimate: number;
}

/**
 * The linear head of a network: the affine layer that makes the logits.
 *
 * Several affine layers in a row (a flatten, a dropout, a batch normalisation before the head)
 * are not merged: the head is the last one, as the papers count layers.
 *
 * @throws InputError `unsupported` if the logits are not made by an affine layer of one input
 */
export function headOf(network: Network): Head {
  const node = network.nodes[network.output - 1];
  if (node?.operation.kind !== 'affine' || node.inputs.length !== 1) {
    throw new InputError('headOf', [
      {
        code: 'unsupported',
        path: node?.label ?? 'network',
        rule: 'must be an affine layer of one input: the logits have no linear head',
        remedy: 'end the network with a dense layer',
      },
    ]);
  }
  return {
    map: node.operation.maps[0],
    bias: node.operation.bias,
    penultimate: node.inputs[0],
  };
}

/**
 * The penultimate activations z(x): what the last affine layer reads. Float64.
 *
 * @param x - shape [D]
 * @returns shape [number of penultimate units]
 * @throws InputError as `evaluate` and `headOf` do
 *
 * Source: paper B, section 3.2.
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * penultimate(network, [3]); // Float64Array [3]
 * ```
 */
export function penultimate(network: Network, x: ArrayLike<number>): Float64Array {
  checkNetwork('penultimate', network);
  checkPoint('penultimate', 'x', x, network.inputSize);
  return valuesAt(network, Float64Array.from(x))[headOf(network).penultimate];
}
