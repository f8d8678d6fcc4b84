import type { Operation } from './operation.js';

/**
 * A network as data: a graph of operations on vectors.
 *
 * Value 0 is the input; value k + 1 is what node k makes. Nodes come after what they read, so a
 * walk in order evaluates the network. The function analysed is the real-number function of the
 * numbers its file stores, with constants that follow from them kept as the numbers they are; what
 * float32 or float64 evaluation does with them is another matter.
 */
export interface Network {
  /** D, the number of inputs. */
  readonly inputSize: number;
  /** C, the number of logits. */
  readonly outputSize: number;
  readonly nodes: readonly NetworkNode[];
  /** The value that holds the logits. */
  readonly output: number;
  /** What the outputs are; logits, whose softmax are the probabilities, if absent. */
  readonly outputs?: 'logits' | 'probabilities';
  /**
   * What the file has after these outputs and was taken off when the network was read: there the
   * file's own output holds probabilities, or logarithms of them. Absent if nothing was.
   */
  readonly takenOff?: 'softmax' | 'log-softmax' | 'sigmoid';
  /** What was taken off or changed when the network was read, in words for its reader. */
  readonly notes: readonly string[];
}

/** One operation and the values it reads. */
export interface NetworkNode {
  readonly operation: Operation;
  readonly inputs: readonly number[];
  /** Where the node came from (`layers[2]`, an ONNX node's name), for messages. */
  readonly label: string;
}

/** The number of entries of a value of the network. */
export function sizeOfValue(network: Network, value: number): number {
  return value === 0 ? network.inputSize : network.nodes[value - 1].operation.size;
}
