import { averagePool, maxPool, type Pool } from '../lowering/pooling.js';
import { windowAxis } from '../lowering/windows.js';
import type { LayerContext } from './layerContext.js';
import {
  CHANNELS,
  flagOr,
  type LayerKind,
  layerKind,
  lengthsOr,
  lengthsOrNone,
  spread,
} from './layerKind.js';
import { windowSettings, windowsOf } from './windowsOf.js';

/** Maxima and means over windows of an image, or over all of it. */
export const poolingLayers: Readonly<Record<string, LayerKind>> = {
  MaxPooling1D: pool(1, maxPool),
  MaxPooling2D: pool(2, maxPool),
  AveragePooling1D: pool(1, average),
  AveragePooling2D: pool(2, average),
  GlobalMaxPooling1D: globalPool(1, maxPool),
  GlobalMaxPooling2D: globalPool(2, maxPool),
  GlobalAveragePooling1D: globalPool(1, average),
  GlobalAveragePooling2D: globalPool(2, average),
};

type PoolLowering = (graph: LayerContext['graph'], value: number, pool: Pool) => number;

function average(graph: LayerContext['graph'], value: number, spec: Pool): number {
  return averagePool(graph, value, spec, false);
}

function pool(rank: number, apply: PoolLowering): LayerKind {
  return layerKind(
    {
      ...windowSettings(rank),
      pool_size: lengthsOr(rank, 2),
      strides: lengthsOrNone(rank),
    },
    (context, settings) => {
      const { spatial, channels } = context.image(rank, settings.data_format);
      const size = spread<number>(settings.pool_size, rank);
      const strides = spread<number>(settings.strides ?? size, rank);
      const axes = windowsOf(settings, spatial, size, strides);
      const spec = { channels, axes, channelsLast: true };
      const value = apply(context.graph, context.input.value, spec);
      return { kind: 'variable', shape: [1, ...axes.map(({ count }) => count), channels], value };
    },
  );
}

function globalPool(rank: number, apply: PoolLowering): LayerKind {
  return layerKind(
    { data_format: CHANNELS, keepdims: flagOr(false) },
    (context, { data_format, keepdims }) => {
      const { spatial, channels } = context.image(rank, data_format);
      const axes = spatial.map((size) =>
        windowAxis(size, size, 1, 1, { kind: 'explicit', before: 0, after: 0 }),
      );
      const spec = { channels, axes, channelsLast: true };
      const value = apply(context.graph, context.input.value, spec);
      const ones = keepdims ? spatial.map(() => 1) : [];
      return { kind: 'variable', shape: [1, ...ones, channels], value };
    },
  );
}
