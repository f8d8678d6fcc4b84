import { ConvolutionMap } from '../network/convolutionMap.js';
import { DenseMap } from '../network/denseMap.js';
import type { Network } from '../network/network.js';
import type { Operation } from '../network/operation.js';
import { SparseMap } from '../network/sparseMap.js';

/** How large a network is. */
export interface NetworkSize {
  /** Stored weights and biases; a kernel counts once. */
  readonly parameters: number;
  /** Products of one forward pass, at most. */
  readonly multiplications: number;
  /** The same with what is not affine, each of whose operands counts as ten products. */
  readonly operations: number;
}

/** Counts parameters and products. */
export function networkSize(network: Network): NetworkSize {
  let parameters = 0;
  let multiplications = 0;
  let operands = 0;
  for (const { operation } of network.nodes) {
    if (operation.kind !== 'affine') {
      operands += operandsOf(operation);
      continue;
    }
    let learned = false;
    for (const map of operation.maps) {
      multiplications += map.rows * map.termsPerRow;
      if (map instanceof DenseMap) parameters += map.values.length;
      else if (map instanceof ConvolutionMap) parameters += map.kernel.length;
      // Sparse maps are permutations, sums and poolings as a rule: nothing learned in them.
      if (!(map instanceof SparseMap)) learned = true;
    }
    if (learned) parameters += operation.bias.length;
  }
  return { parameters, multiplications, operations: multiplications + 10 * operands };
}

function operandsOf(operation: Operation): number {
  if (operation.kind !== 'general') return operation.size;
  let count = 0;
  for (let unit = 0; unit < operation.size; unit++) operation.forEachRead(unit, () => count++);
  return count;
}
