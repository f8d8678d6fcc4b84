import type { Layer, NetworkFile } from '../src/network/networkFile.js';

/** A network file, its layers one after another. */
export function networkFile(inputs: number, ...layers: Layer[]): NetworkFile {
  return { format: 'farfield-network', version: 1, inputs, layers };
}

/** An affine layer; no bias is a bias of 0. */
export function dense(weights: number[][], bias = weights.map(() => 0)): Layer {
  return { type: 'dense', weights, bias };
}

/** A layer of rectifiers. */
export const relu: Layer = { type: 'relu' };
