import { Real } from '../exact/real.js';
import { DenseMap } from './denseMap.js';
import { clipTo, leakyRelu } from './functions.js';
import type { LinearMap } from './linearMap.js';
import type { Network, NetworkNode } from './network.js';
import { Numbers } from './numbers.js';
import type { Operation } from './operation.js';
import { ActivationOperation } from './operations/activation.js';
import { AffineOperation } from './operations/affine.js';
import { MaximumOperation } from './operations/maximum.js';
import { SparseMap } from './sparseMap.js';
import type { UnivariateFunction } from './univariate.js';

/**
 * Puts a network together node by node. Readers use it; it does not check its arguments, since
 * only a reader can say where in the file a wrong size stands.
 */
export class GraphBuilder {
  private readonly nodes: NetworkNode[] = [];

  constructor(readonly inputSize: number) {}

  /** The number of entries of a value made so far. */
  sizeOf(value: number): number {
    return value === 0 ? this.inputSize : this.nodes[value - 1].operation.size;
  }

  /** The node that makes a value; null for the input. */
  nodeOf(value: number): NetworkNode | null {
    return this.nodes[value - 1] ?? null;
  }

  /** Adds any operation; returns the value it makes. */
  add(operation: Operation, inputs: readonly number[], label: string): number {
    this.nodes.push({ operation, inputs, label });
    return this.nodes.length;
  }

  /** Gives an affine value another bias. */
  setBias(value: number, bias: Numbers): void {
    const node = this.nodes[value - 1];
    const { operation } = node;
    if (operation.kind !== 'affine') throw new RangeError('setBias: the value must be affine');
    this.nodes[value - 1] = { ...node, operation: new AffineOperation(operation.maps, bias) };
  }

  /** `y = map · x + bias`; bias 0 if absent. */
  affine(
    map: LinearMap,
    bias: Numbers | Float64Array | null,
    input: number,
    label: string,
  ): number {
    const constants = bias ? Numbers.from(bias) : Numbers.zeros(map.rows);
    return this.add(new AffineOperation([map], constants), [input], label);
  }

  /** `y = W x + b`, W row-major. */
  dense(
    weights: Numbers | Float64Array,
    bias: Numbers | Float64Array,
    input: number,
    label: string,
  ): number {
    return this.affine(new DenseMap(bias.length, this.sizeOf(input), weights), bias, input, label);
  }

  /** `y_i = f(x_i)`. */
  activation(f: UnivariateFunction, input: number, label: string): number {
    return this.add(new ActivationOperation(this.sizeOf(input), [f]), [input], label);
  }

  /** `y_i = x_i` where positive, else `negativeSlope · x_i`, one slope or one for each entry. */
  rectifier(negativeSlope: number | Numbers, input: number, label: string): number {
    if (typeof negativeSlope === 'number') {
      return this.activation(leakyRelu(negativeSlope), input, label);
    }
    const operation = activationOfEach(negativeSlope, leakyRelu);
    return this.add(operation, [input], label);
  }

  /** `y = min(max(x, lower), upper)`; an infinite bound is none. */
  clip(lower: number, upper: number, input: number, label: string): number {
    const bound = (value: number) => (Number.isFinite(value) ? Real.of(value) : null);
    return this.activation(clipTo(bound(lower), bound(upper)), input, label);
  }

  /** `y_g = max x_i, i in groups[g]`. */
  maximum(groups: readonly Int32Array[], input: number, label: string): number {
    return this.add(new MaximumOperation(groups), [input], label);
  }

  /** The element-wise sum of values of one size. */
  sum(inputs: readonly number[], label: string): number {
    const size = this.sizeOf(inputs[0]);
    const maps = inputs.map(() => SparseMap.identity(size));
    return this.add(new AffineOperation(maps, Numbers.zeros(size)), inputs, label);
  }

  /** The network whose logits are the value `output`. */
  build(output: number, notes: readonly string[] = []): Network {
    return {
      inputSize: this.inputSize,
      outputSize: this.sizeOf(output),
      nodes: this.nodes,
      output,
      notes,
    };
  }
}

/** An activation whose units differ by one parameter; units with the same share a function. */
function activationOfEach(
  parameters: Numbers,
  functionOf: (parameter: Real) => UnivariateFunction,
): ActivationOperation {
  const functions: UnivariateFunction[] = [];
  const known = new Map<string, number>();
  const which = Int32Array.from({ length: parameters.length }, (_, i) => {
    const parameter = parameters.at(i);
    const text = parameter.toString();
    let index = known.get(text);
    if (index === undefined) {
      index = functions.length;
      functions.push(functionOf(parameter));
      known.set(text, index);
    }
    return index;
  });
  return new ActivationOperation(parameters.length, functions, which);
}
