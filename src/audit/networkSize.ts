import { ConvolutionMap } from '../network/convolutionMap.js';
import { DenseMap } from '../network/denseMap.js';
import type { Network } from '../network/network.js';
import { SparseMap } from '../network/sparseMap.js';

/** How large a network is. */
export interface NetworkSize {
  /** Stored weights and biases; a kernel counts once. */
  readonly parameters: number;
  /** Products of one forward pass, at most. */
  readonly multiplications: number;
}

/** Counts parameters and products. */
export function networkSize(network: Network): NetworkSize {
  let parameters = 0;
  let multiplications = 0;
  for (const { operation } of network.nodes) {
    if (operation.kind !== 'affine') continue;
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
  return { parameters, multiplications };
}
