import type { Network } from '../network/network.js';
import { headOf } from '../network/penultimate.js';
import { type Batch, zeroBatch } from './batch.js';

/** The last affine layer as detectors need it: `logits = weights · features + bias`. */
export interface LinearHead {
  /** C × D. */
  readonly weights: Batch;
  /** Shape [C]. */
  readonly bias: Float64Array;
}

/**
 * The head of a network as a full matrix.
 *
 * @throws InputError `unsupported` if the logits are not made by an affine layer of one input
 */
export function linearHeadOf(network: Network): LinearHead {
  const { map, bias } = headOf(network);
  const weights = zeroBatch(map.rows, map.columns);
  for (let c = 0; c < map.rows; c++) {
    const { columns, values } = map.row(c);
    for (let k = 0; k < columns.length; k++) {
      weights.values[c * map.columns + columns[k]!] = values[k]!;
    }
  }
  return { weights, bias };
}

/** The logits a head makes of features: n × C. Float64. */
export function applyHead({ weights, bias }: LinearHead, features: Batch): Batch {
  const classes = bias.length;
  const width = features.columns;
  const out = zeroBatch(features.rows, classes);
  for (let i = 0; i < features.rows; i++) {
    const offset = i * width;
    for (let c = 0; c < classes; c++) {
      const row = c * width;
      let sum = bias[c]!;
      for (let j = 0; j < width; j++)
        sum += weights.values[row + j]! * features.values[offset + j]!;
      out.values[i * classes + c] = sum;
    }
  }
  return out;
}
