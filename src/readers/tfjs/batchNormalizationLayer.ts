import { Real } from '../../exact/real.js';
import { Numbers } from '../../network/numbers.js';
import { normalizeBatch } from '../lowering/batchNormalization.js';
import { refuseUnsupported } from '../lowering/refusal.js';
import type { VariableTensor } from '../lowering/tensor.js';
import type { LayerContext } from './layerContext.js';

/** Batch normalisation of the last axis, as at inference. */
export function batchNormalizationLayer(context: LayerContext): VariableTensor {
  const { graph, input } = context;
  const last = input.shape.length - 1;
  const { axis } = context.config;
  const named = Array.isArray(axis) ? axis[0] : (axis ?? -1);
  if (named !== -1 && named !== last) {
    refuseUnsupported(
      `normalises axis ${named}, not the last`,
      'save the model with channels last',
    );
  }
  const channels = input.shape[last];
  const stored = (kind: string, used: boolean, otherwise: number) =>
    used ? context.weight(kind, [channels]) : Numbers.filled(channels, Real.of(otherwise));
  const value = normalizeBatch(
    graph,
    input.value,
    {
      scale: stored('gamma', context.flag('scale', true), 1),
      offset: stored('beta', context.flag('center', true), 0),
      mean: stored('moving_mean', true, 0),
      variance: stored('moving_variance', true, 1),
      epsilon: context.number('epsilon', 1e-3),
    },
    (i) => i % channels,
  );
  return { ...input, value };
}
