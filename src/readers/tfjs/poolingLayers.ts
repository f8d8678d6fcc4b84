import { averagePool, maxPool, type Pool } from '../lowering/pooling.js';
import type { VariableTensor } from '../lowering/tensor.js';
import { windowAxis } from '../lowering/windows.js';
import type { LayerContext, LayerLowering } from './layerContext.js';
import { windowsOf } from './windowsOf.js';

/** Maxima and means over windows of an image, or over all of it. */
export const poolingLayers: Readonly<Record<string, LayerLowering>> = {
  MaxPooling1D: (context) => pool(context, 1, maxPool),
  MaxPooling2D: (context) => pool(context, 2, maxPool),
  AveragePooling1D: (context) => pool(context, 1, average),
  AveragePooling2D: (context) => pool(context, 2, average),
  GlobalMaxPooling1D: (context) => globalPool(context, 1, maxPool),
  GlobalMaxPooling2D: (context) => globalPool(context, 2, maxPool),
  GlobalAveragePooling1D: (context) => globalPool(context, 1, average),
  GlobalAveragePooling2D: (context) => globalPool(context, 2, average),
};

type PoolLowering = (graph: LayerContext['graph'], value: number, pool: Pool) => number;

function average(graph: LayerContext['graph'], value: number, spec: Pool): number {
  return averagePool(graph, value, spec, false);
}

function pool(context: LayerContext, rank: number, apply: PoolLowering): VariableTensor {
  const { spatial, channels } = context.image(rank);
  const size = context.lengths('pool_size', rank, 2)!;
  const strides = context.lengths('strides', rank, null) ?? size;
  const axes = windowsOf(context, spatial, size, strides);
  const value = apply(context.graph, context.input.value, { channels, axes, channelsLast: true });
  return { kind: 'variable', shape: [1, ...axes.map(({ count }) => count), channels], value };
}

function globalPool(context: LayerContext, rank: number, apply: PoolLowering): VariableTensor {
  const { spatial, channels } = context.image(rank);
  const axes = spatial.map((size) =>
    windowAxis(size, size, 1, 1, { kind: 'explicit', before: 0, after: 0 }),
  );
  const value = apply(context.graph, context.input.value, { channels, axes, channelsLast: true });
  const ones = context.flag('keepdims', false) ? spatial.map(() => 1) : [];
  return { kind: 'variable', shape: [1, ...ones, channels], value };
}
