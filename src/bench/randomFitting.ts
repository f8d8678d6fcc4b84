import { type Batch, Classifier, type FittingData } from '../detectors/index.js';
import type { Network } from '../network/network.js';
import { normalNumbers } from './randomNetwork.js';

/** What detectors of a network are fitted on, and more rows of the same kind. */
export interface RandomFitting {
  readonly classifier: Classifier;
  readonly data: FittingData;
  draw(): Batch;
}

/**
 * Standard normal rows for a network: two parts to fit on, labels in turn, and as many more as are
 * drawn.
 */
export function randomFitting(network: Network, rows: number, seed: number): RandomFitting {
  const classifier = new Classifier(network);
  const random = normalNumbers(seed);
  const draw = (): Batch => ({
    rows,
    columns: network.inputSize,
    values: Float64Array.from({ length: rows * network.inputSize }, random),
  });
  const part = () => ({
    ...classifier.observeForFitting(draw()),
    labels: Int32Array.from({ length: rows }, (_, i) => i % network.outputSize),
  });
  return {
    classifier,
    data: { head: classifier.head, classifier, train: part(), validation: part() },
    draw,
  };
}
