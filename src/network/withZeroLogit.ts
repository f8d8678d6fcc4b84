import type { Network } from './network.js';
import { Numbers } from './numbers.js';
import { AffineOperation } from './operations/affine.js';
import { SparseMap } from './sparseMap.js';

/** A network of one output z as the two-class network with logits (0, z), whose softmax is σ(z). */
export function withZeroLogit(network: Network): Network {
  const map = SparseMap.selection(1, [-1, 0]);
  return {
    ...network,
    outputSize: 2,
    nodes: [
      ...network.nodes,
      {
        operation: new AffineOperation([map], Numbers.zeros(2)),
        inputs: [network.output],
        label: 'the logits (0, z)',
      },
    ],
    output: network.nodes.length + 1,
    notes: [
      ...network.notes,
      'The one output z was read as the two-class network with logits (0, z).',
    ],
  };
}
