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
      takenOff: 'softmax',
      notes: [...network.notes, note],
    };
  }
  const isSigmoid =
    operation.kind === 'activation' && operation.size === 1 && operation.functions[0] === SIGMOID;
  if (isSigmoid) {
    const nodes = [...network.nodes.slice(0, network.output - 1), zeroBeside(node)];
    const note = 'The final sigmoid was taken off: outputs are the logits (0, z).';
    return {
      ...network,
      outputSize: 2,
      nodes,
      takenOff: 'sigmoid',
      notes: [...network.notes, note],
    };
  }
  return marked(network, isProbability);
}

function marked(network: Network, isProbability: boolean): Network {
  if (!isProbability) return network;
  return network.outputSize === 1
    ? withComplement(network)
    : { ...network, outputs: 'probabilities' };
}

/** One column p of probabilities as those of two classes, (1 − p, p). */
function withComplement(network: Network): Network {
  const map = new SparseMap(
    1,
    Int32Array.of(0, 1, 2),
    Int32Array.of(0, 0),
    Numbers.ofReals([Real.one.negate(), Real.one]),
  );
  const node: NetworkNode = {
    operation: new AffineOperation([map], Numbers.ofReals([Real.one, Real.zero])),
    inputs: [network.output],
    label: 'the other class',
  };
  const note = 'The one column of probabilities p was read as those of two classes, 1 − p and p.';
  return {
    ...network,
    outputSize: 2,
    nodes: [...network.nodes, node],
    output: network.nodes.length + 1,
    outputs: 'probabilities',
    notes: [...network.notes, note],
  };
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
