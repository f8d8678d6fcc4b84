import { DenseMap } from './denseMap.js';
import type { LinearMap } from './linearMap.js';
import type { Network, NetworkNode } from './network.js';
import type { Operation } from './operation.js';
import { SparseMap } from './sparseMap.js';

/**
 * Puts a network together node by node. Readers use it; it does not check its arguments, since
 * only a reader can say where in the file a wrong size stands.
 */
export class GraphBuilder {
  private readonly nodes: NetworkNode[] = [];

  constructor(readonly inputSize: number) {}

  /** The number of entries of a value made so far. */
  sizeOf(value: number): number {
    return value === 0 ? this.inputSize : this.nodes[value - 1]!.operation.size;
  }

  /** Adds any operation; returns the value it makes. */
  add(operation: Operation, inputs: readonly number[], label: string): number {
    this.nodes.push({ operation, inputs, label });
    return this.nodes.length;
  }

  /** `y = map · x + bias`; bias 0 if absent. */
  affine(map: LinearMap, bias: Float64Array | null, input: number, label: string): number {
    return this.add(
      { kind: 'affine', size: map.rows, maps: [map], bias: bias ?? new Float64Array(map.rows) },
      [input],
      label,
    );
  }

  /** `y = W x + b`, W row-major. */
  dense(weights: Float64Array, bias: Float64Array, input: number, label: string): number {
    const rows = bias.length;
    return this.affine(new DenseMap(rows, this.sizeOf(input), weights), bias, input, label);
  }

  /** `y = x` where positive, else `negativeSlope · x`. */
  rectifier(negativeSlope: number | Float64Array, input: number, label: string): number {
    const size = this.sizeOf(input);
    const slopes =
      typeof negativeSlope === 'number'
        ? new Float64Array(size).fill(negativeSlope)
        : negativeSlope;
    return this.add({ kind: 'rectifier', size, negativeSlope: slopes }, [input], label);
  }

  /** `y = min(max(x, lower), upper)`. */
  clip(lower: number, upper: number, input: number, label: string): number {
    return this.add({ kind: 'clip', size: this.sizeOf(input), lower, upper }, [input], label);
  }

  /** `y_g = max x_i, i in groups[g]`. */
  maximum(groups: readonly Int32Array[], input: number, label: string): number {
    return this.add({ kind: 'maximum', size: groups.length, groups }, [input], label);
  }

  /** The element-wise sum of values of one size. */
  sum(inputs: readonly number[], label: string): number {
    const size = this.sizeOf(inputs[0]!);
    return this.add(
      {
        kind: 'affine',
        size,
        maps: inputs.map(() => SparseMap.identity(size)),
        bias: new Float64Array(size),
      },
      inputs,
      label,
    );
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
