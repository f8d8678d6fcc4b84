import type { Network } from '../network/network.js';
import { headOf } from '../network/penultimate.js';

/**
 * The part of a network that makes the penultimate activations: its outputs are z.
 *
 * @throws InputError `unsupported` if the logits are not made by an affine layer of one input
 */
export function bodyOf(network: Network): Network {
  const { penultimate } = headOf(network);
  const outputSize =
    penultimate === 0 ? network.inputSize : network.nodes[penultimate - 1].operation.size;
  const { outputs: _, ...rest } = network;
  return { ...rest, nodes: network.nodes.slice(0, penultimate), output: penultimate, outputSize };
}
