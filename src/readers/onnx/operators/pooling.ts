import { averagePool, maxPool, type Pool } from '../../lowering/pooling.js';
import { refuseUnsupported } from '../../lowering/refusal.js';
import type { VariableTensor } from '../../lowering/tensor.js';
import { windowAxis } from '../../lowering/windows.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';
import { imageAxes } from './convolution.js';
import { windowsOf } from './windowAttributes.js';

/** Maxima and means over windows of an image, or over all of it. */
export const pooling: Readonly<Record<string, Lowering>> = {
  MaxPool: (context) => [pool(context, windows(context), maxPool)],
  AveragePool: (context) => {
    const countPadding = context.node.integer('count_include_pad', 0) !== 0;
    return [
      pool(context, windows(context), (graph, value, spec) =>
        averagePool(graph, value, spec, countPadding),
      ),
    ];
  },
  GlobalMaxPool: (context) => [pool(context, everything(context), maxPool)],
  GlobalAveragePool: (context) => [
    pool(context, everything(context), (graph, value, spec) =>
      averagePool(graph, value, spec, false),
    ),
  ],
};

function pool(
  context: OperatorContext,
  spec: Pool,
  apply: (graph: OperatorContext['graph'], value: number, spec: Pool) => number,
): VariableTensor {
  const value = apply(context.graph, context.variable(0).value, spec);
  const lengths = spec.axes.map(({ count }) => count);
  return { kind: 'variable', shape: [1, spec.channels, ...lengths], value };
}

function windows(context: OperatorContext): Pool {
  const { channels, spatial } = imageAxes(context.variable(0).shape);
  const kernel = context.node.integers('kernel_shape');
  if (!kernel) return refuseUnsupported('has no kernel_shape', 'export the model again');
  return { channels, axes: windowsOf(context.node, spatial, kernel), channelsLast: false };
}

function everything(context: OperatorContext): Pool {
  const { channels, spatial } = imageAxes(context.variable(0).shape);
  const axes = spatial.map((size) =>
    windowAxis(size, size, 1, 1, { kind: 'explicit', before: 0, after: 0 }),
  );
  return { channels, axes, channelsLast: false };
}
