import { Real } from '../../exact/real.js';
import { Numbers } from '../../network/numbers.js';
import { either, list, number } from '../../schema/shape.js';
import { normalizeBatch } from '../lowering/batchNormalization.js';
import { refuseUnsupported } from '../lowering/refusal.js';
import type { VariableTensor } from '../lowering/tensor.js';
import type { LayerContext } from './layerContext.js';
import { flagOr, layerKind, numberOr } from './layerKind.js';

const axisNumber = number({ whole: true });

/** Batch normalisation of the last axis, as at inference. */
export const batchNormalizationLayer = layerKind(
  {
    axis: {
      shape: either<number | readonly number[]>(axisNumber, list(axisNumber, 1)),
      fallback: -1,
    },
    scale: flagOr(true),
    center: flagOr(true),
    epsilon: numberOr(1e-3),
  },
  normalized,
);

function normalized(
  context: LayerContext,
  settings: { axis: number | readonly number[]; scale: boolean; center: boolean; epsilon: number },
): VariableTensor {
  const { graph, input } = context;
  const last = input.shape.length - 1;
  const [named] = [settings.axis].flat();
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
      scale: stored('gamma', settings.scale, 1),
      offset: stored('beta', settings.center, 0),
      mean: stored('moving_mean', true, 0),
      variance: stored('moving_variance', true, 1),
      epsilon: settings.epsilon,
    },
    (i) => i % channels,
  );
  return { ...input, value };
}
