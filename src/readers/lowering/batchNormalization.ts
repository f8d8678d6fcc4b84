import { Real } from '../../exact/real.js';
import type { Numbers } from '../../network/numbers.js';
import type { LayerGraph } from './layerGraph.js';
import { refuseValue } from './refusal.js';

/** The statistics and weights of a batch normalisation, one entry a channel. */
export interface BatchNormalization {
  readonly scale: Numbers;
  readonly offset: Numbers;
  readonly mean: Numbers;
  readonly variance: Numbers;
  readonly epsilon: number;
}

/**
 * Batch normalisation at inference, `scale / √(variance + ε) · (x − mean) + offset`, as two
 * affine layers. The factor is exact where the root is rational, else enclosed.
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
  const channels = Int32Array.from({ length: size }, (_, i) => channelOf(i));
  const factors = scale.map((factor, c) => {
    const spread = variance.at(c).add(Real.of(epsilon));
    if (spread.sign !== 1) refuseValue(`has a variance of ${variance.nearest[c]} (channel ${c})`);
    return factor.divide(spread.squareRoot());
  });
  const centred = graph.addConstant(value, mean.negate().pick(channels));
  return graph.scale(centred, factors.pick(channels), offset.pick(channels));
}
