import type { Network } from '../network/network.js';
import { headOf } from '../network/penultimate.js';
import { type Batch, zeroBatch } from './batch.js';
import { gammaOf } from './infinity/interval.js';
import { rowProducts } from './rowProducts.js';

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
      weights.values[c * map.columns + columns[k]] = values[k];
    }
  }
  return { weights, bias: bias.nearest };
}

/** The logits a head makes of features: n × C. Float64. */
export function applyHead({ weights, bias }: LinearHead, features: Batch): Batch {
  return rowProducts(weights, features, bias);
}

/**
 * How far any logit that a head makes of these features may be off, each feature off by its entry of
 * `errors`.
 */
export function headErrors(
  { weights, bias }: LinearHead,
  features: Batch,
  errors: Float64Array,
): number {
  const { columns } = weights;
  const largest = new Float64Array(columns);
  features.values.forEach((value, i) => {
    const j = i % columns;
    largest[j] = Math.max(largest[j], Math.abs(value));
  });
  const gamma = gammaOf(columns + 2);
  let most = 0;
  for (let c = 0; c < bias.length; c++) {
    let error = gamma * Math.abs(bias[c]);
    for (let j = 0; j < columns; j++) {
      const weight = Math.abs(weights.values[c * columns + j]);
      error += weight * (errors[j] + gamma * largest[j]);
    }
    most = Math.max(most, error);
  }
  return most;
}
