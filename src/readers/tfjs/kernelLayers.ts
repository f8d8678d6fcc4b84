import { channelsLast } from '../../network/convolutionMap.js';
import { convolve, matrixAtPositions, transposed } from '../lowering/linearLayers.js';
import { refuseShape } from '../lowering/refusal.js';
import { countOf, type VariableTensor } from '../lowering/tensor.js';
import { windowAxis } from '../lowering/windows.js';
import { activate } from './activation.js';
import type { LayerContext } from './layerContext.js';
import { windowsOf } from './windowsOf.js';

/** A dense layer, along the last axis. */
export function dense(context: LayerContext): VariableTensor {
  const { graph, input } = context;
  const columns = input.shape[input.shape.length - 1];
  const units = context.number('units', 0);
  const kernel = context.weight('kernel', [columns, units]);
  const positions = countOf(input.shape) / columns;
  const map = matrixAtPositions(transposed(kernel, columns, units), units, columns, positions);
  graph.charge(positions * units);
  let value = graph.affine([{ map, input: input.value }], null);
  if (context.flag('use_bias', true)) {
    const bias = context.weight('bias', [units]);
    const repeated = bias.pick(Int32Array.from({ length: map.rows }, (_, i) => i % units));
    value = graph.addConstant(value, repeated);
  }
  const shape = [...input.shape.slice(0, -1), units];
  return activate(
    context,
    { kind: 'variable', shape, value },
    context.text('activation', 'linear'),
  );
}

/** A convolution over one or two axes. @param rank - the number of axes */
export function convolution(context: LayerContext, rank: number): VariableTensor {
  const { graph, input } = context;
  const { spatial, channels } = context.image(rank);
  const filters = context.number('filters', 0);
  const groups = context.number('groups', 1);
  const kernelSize = context.lengths('kernel_size', rank, 1)!;
  if (!(filters >= 1 && groups >= 1 && filters % groups === 0 && channels % groups === 0)) {
    refuseShape(`has ${filters} filters and ${channels} channels in ${groups} groups`);
  }
  const perGroup = channels / groups;
  const stored = context.weight('kernel', [...kernelSize, perGroup, filters]);
  const axes = windowsOf(context, spatial, kernelSize, context.lengths('strides', rank, 1)!);
  // Stored [height, width, channels, filters]; kernels are kept [filters, channels, height, width].
  const area = countOf(kernelSize);
  const ordered = stored.pick(
    Int32Array.from({ length: stored.length }, (_, i) => {
      const [filter, channel] = [
        Math.floor(i / (area * perGroup)),
        Math.floor(i / area) % perGroup,
      ];
      return ((i % area) * perGroup + channel) * filters + filter;
    }),
  );
  const value = convolve(
    graph,
    input.value,
    {
      kernel: ordered,
      filters,
      channels,
      groups,
      rows:
        rank === 2 ? axes[0] : windowAxis(1, 1, 1, 1, { kind: 'explicit', before: 0, after: 0 }),
      columns: axes[rank - 1],
      layout: channelsLast,
    },
    context.flag('use_bias', true) ? context.weight('bias', [filters]) : null,
  );
  const shape = [1, ...axes.map(({ count }) => count), filters];
  return activate(
    context,
    { kind: 'variable', shape, value },
    context.text('activation', 'linear'),
  );
}

/** A convolution of each channel by itself. */
export function depthwiseConvolution(context: LayerContext): VariableTensor {
  const bias = context.flag('use_bias', true);
  const made = perChannel(context, 'depthwise_kernel', bias);
  return activate(context, made, context.text('activation', 'linear'));
}

/** A convolution of each channel by itself, then a matrix over the channels. */
export function separableConvolution(context: LayerContext): VariableTensor {
  const { graph } = context;
  const apart = perChannel(context, 'depthwise_kernel', false);
  const channels = apart.shape[apart.shape.length - 1];
  const filters = context.number('filters', 0);
  const kernel = context.weight('pointwise_kernel', [1, 1, channels, filters]);
  const positions = countOf(apart.shape) / channels;
  const map = matrixAtPositions(
    transposed(kernel, channels, filters),
    filters,
    channels,
    positions,
  );
  graph.charge(positions * filters);
  let value = graph.affine([{ map, input: apart.value }], null);
  if (context.flag('use_bias', true)) {
    const bias = context.weight('bias', [filters]);
    const places = Int32Array.from({ length: map.rows }, (_, i) => i % filters);
    value = graph.addConstant(value, bias.pick(places));
  }
  const shape = [...apart.shape.slice(0, -1), filters];
  return activate(
    context,
    { kind: 'variable', shape, value },
    context.text('activation', 'linear'),
  );
}

/** `depth_multiplier` filters for each channel of an image. */
function perChannel(context: LayerContext, weight: string, hasBias: boolean): VariableTensor {
  const { graph, input } = context;
  const { spatial, channels } = context.image(2);
  const multiplier = context.number('depth_multiplier', 1);
  const size = context.lengths('kernel_size', 2, 1)!;
  const area = countOf(size);
  const stored = context.weight(weight, [...size, channels, multiplier]);
  const axes = windowsOf(context, spatial, size, context.lengths('strides', 2, 1)!);
  // Stored [height, width, channels, multiplier]; filters are kept one after the other.
  const filters = channels * multiplier;
  const kernel = stored.pick(
    Int32Array.from(
      { length: filters * area },
      (_, i) => (i % area) * filters + Math.floor(i / area),
    ),
  );
  const value = convolve(
    graph,
    input.value,
    {
      kernel,
      filters,
      channels,
      groups: channels,
      rows: axes[0],
      columns: axes[1],
      layout: channelsLast,
    },
    hasBias ? context.weight('bias', [filters]) : null,
  );
  return { kind: 'variable', shape: [1, ...axes.map(({ count }) => count), filters], value };
}
