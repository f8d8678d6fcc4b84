import type { LayerGraph } from './layerGraph.js';

/** The statistics and weights of a batch normalisation, one entry a channel. */
export interface BatchNormalization {
  readonly scale: Float64Array;
  readonly offset: Float64Array;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly epsilon: number;
}

/**
 * Batch normalisation at inference, `scale / √(variance + ε) · (x − mean) + offset`, as two
 * affine layers: only the factor is rounded, once, so nothing else of the stored numbers is lost.
 *
 * @param channelOf - the channel of entry i
 */
export function normalizeBatch(
  graph: LayerGraph,
  value: number,
  { scale, offset, mean, variance, epsilon }: BatchNormalization,
  channelOf: (i: number) => number,
): number {
  const size = graph.sizeOf(value);
  graph.charge(4 * size);
  const spread = (entry: (channel: number) => number) =>
    Float64Array.from({ length: size }, (_, i) => entry(channelOf(i)));
  graph.note(
    'Batch normalisation: the function analysed uses scale / sqrt(variance + epsilon) rounded to a double.',
  );
  const centred = graph.addConstant(
    value,
    spread((c) => 0 - mean[c]),
  );
  return graph.scale(
    centred,
    spread((c) => scale[c] / Math.sqrt(variance[c] + epsilon)),
    spread((c) => offset[c]),
  );
}
