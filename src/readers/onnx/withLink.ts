import { Real } from '../../exact/real.js';
import type { Network, NetworkNode } from '../../network/network.js';
import { Numbers } from '../../network/numbers.js';
import { AffineOperation } from '../../network/operations/affine.js';
import { SoftmaxOperation } from '../../network/operations/softmax.js';
import { SIGMOID } from '../../network/smoothFunctions.js';
import { SparseMap } from '../../network/sparseMap.js';

/**
 * Takes off what turns logits into probabilities at the end of a network: a softmax over all
 * outputs, or the sigmoid of one unit, which becomes the logits (0, z).
 *
 * What is left is a network whose outputs are logits, or else, if `isProbability`, probabilities.
 */
export function withLink(network: Network, isProbability: boolean): Network {
  const node = network.nodes[network.output - 1];
  if (!node || isReadAgain(network)) return marked(network, isProbability);
  const { operation, inputs } = node;
  if (operation instanceof SoftmaxOperation && operation.groups.length === 1) {
    const note = 'The final softmax was taken off: outputs are logits.';
    const nodes = network.nodes.slice(0, network.output - 1);
    return {
      ...network,
      nodes,
      output: inputs[0],
      notes: [...network.notes, note],
    };
  }
  const isSigmoid =
    operation.kind === 'activation' && operation.size === 1 && operation.functions[0] === SIGMOID;
  if (isSigmoid) {
    const nodes = [...network.nodes.slice(0, network.output - 1), zeroBeside(node)];
    const note = 'The final sigmoid was taken off: outputs are the logits (0, z).';
    return { ...network, outputSize: 2, nodes, notes: [...network.notes, note] };
  }
  return marked(network, isProbability);
}

function marked(network: Network, isProbability: boolean): Network {
  return isProbability ? { ...network, outputs: 'probabilities' } : network;
}

/** Whether anything but the output reads the last value. */
function isReadAgain({ nodes, output }: Network): boolean {
  return nodes.length !== output || nodes.some(({ inputs }) => inputs.includes(output));
}

/** (0, z). */
function zeroBeside({ inputs, label }: NetworkNode): NetworkNode {
  const map = new SparseMap(
    1,
    Int32Array.of(0, 0, 1),
    Int32Array.of(0),
    Numbers.ofReals([Real.one]),
  );
  return { operation: new AffineOperation([map], Numbers.zeros(2)), inputs, label };
}
