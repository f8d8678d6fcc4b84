import type { LayerGraph } from '../lowering/layerGraph.js';
import { Refusal, refuseUnsupported, refuseValue } from '../lowering/refusal.js';
import {
  type ConstantTensor,
  doublesOf,
  type Tensor,
  type VariableTensor,
} from '../lowering/tensor.js';
import type { TensorProto } from './decodeModel.js';
import type { OnnxNode } from './onnxNode.js';

/**
 * Turns one node into layers; returns the tensors it makes, in the order of its outputs, null for
 * one that is not read.
 */
export type Lowering = (context: OperatorContext) => readonly (Tensor | null)[];

/** What the lowering of one node has at hand. */
export class OperatorContext {
  constructor(
    readonly graph: LayerGraph,
    readonly node: OnnxNode,
    /** Null for an optional input left out. */
    readonly inputs: readonly (Tensor | null)[],
    /** The batch size the file fixes, which is read as 1; 1 if it fixes none. */
    readonly batch: number,
    /** Reads a tensor stored in an attribute. */
    readonly readTensor: (tensor: TensorProto) => ConstantTensor,
    /** Whether the node ends the network, so that what it makes of its scores is taken off. */
    readonly last = false,
  ) {}

  has(index: number): boolean {
    return (this.inputs[index] ?? null) !== null;
  }

  tensor(index: number): Tensor {
    const tensor = this.inputs[index] ?? null;
    if (tensor) return tensor;
    throw new Refusal(
      'missing',
      `must have an input ${index}`,
      'the file is incomplete: export it again',
    );
  }

  /** An input that depends on the network's input. */
  variable(index: number): VariableTensor {
    const tensor = this.tensor(index);
    if (tensor.kind === 'variable') return tensor;
    return refuseUnsupported(
      `has a constant as input ${index}, where a computed tensor is read`,
      'fold constants before exporting',
    );
  }

  /** An input that must be known when the file is read. @param why - what holds otherwise */
  constant(index: number, why: string): ConstantTensor {
    const tensor = this.tensor(index);
    return tensor.kind === 'constant' ? tensor : refuseUnsupported(why);
  }

  /** A constant whose entries must be finite: a weight. */
  weights(index: number, why: string): ConstantTensor {
    return finite(this.constant(index, why));
  }

  /** A list of whole numbers given by an input, or by an attribute in older opsets. */
  integers(index: number, attribute: string): number[] | null {
    if (!this.has(index)) return this.node.integers(attribute);
    const values = doublesOf(this.constant(index, `computes its ${attribute} from the input`));
    if (values.every((value) => Number.isInteger(value))) return Array.from(values);
    return refuseValue(`has ${attribute} that are not whole numbers`);
  }

  /** A number of the given axis counted from the start. */
  axis(axis: number, rank: number): number {
    const counted = axis < 0 ? axis + rank : axis;
    if (Number.isInteger(counted) && counted >= 0 && counted < rank) return counted;
    throw new Refusal(
      'out_of_range',
      `names axis ${axis} of a tensor with ${rank} axes`,
      'the file contradicts itself: export it again',
    );
  }
}

/** Checks that a tensor used as a weight has no infinite entry; readers have refused NaN. */
export function finite(tensor: ConstantTensor): ConstantTensor {
  const { nearest } = tensor.numbers;
  const at = nearest.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return tensor;
  throw new Refusal('not_finite', 'must be a finite number', 'train or export the model again', {
    path: `tensor "${tensor.name}"[${at}]`,
    value: nearest[at],
  });
}
