import { channelsLast } from '../../network/convolutionGeometry.js';
import { convolve, matrixAtPositions, transposed } from '../lowering/linearLayers.js';
import { refuseShape } from '../lowering/refusal.js';
import { countOf, type VariableTensor } from '../lowering/tensor.js';
import { windowAxis } from '../lowering/windows.js';
import { activate } from './activation.js';
import type { LayerContext } from './layerContext.js';
import {
  flagOr,
  type Lengths,
  layerKind,
  lengthsOr,
  spread,
  textOr,
  wholeOr,
} from './layerKind.js';
import { type WindowSettings, windowSettings, windowsOf } from './windowsOf.js';

/** What every layer with a kernel says of what follows it. */
const KERNEL = { use_bias: flagOr(true), activation: textOr('linear') };

/** What layers with a kernel that moves over an image say. */
interface Kernel extends WindowSettings {
  readonly kernel_size: Lengths;
  readonly strides: Lengths;
}

const kernelSettings = (rank: number) => ({
  ...KERNEL,
  ...windowSettings(rank),
  kernel_size: lengthsOr(rank, 1),
  strides: lengthsOr(rank, 1),
});

/** A dense layer, along the last axis. */
export const dense = layerKind({ ...KERNEL, units: wholeOr(0) }, (context, settings) => {
  const { graph, input } = context;
  const { units } = settings;
  const columns = input.shape[input.shape.length - 1];
  const kernel = context.weight('kernel', [columns, units]);
  const positions = countOf(input.shape) / columns;
  const map = matrixAtPositions(transposed(kernel, columns, units), units, columns, positions);
  graph.charge(positions * units);
  let value = graph.affine([{ map, input: input.value }], null);
  if (settings.use_bias) {
    const bias = context.weight('bias', [units]);
    const repeated = bias.pick(Int32Array.from({ length: map.rows }, (_, i) => i % units));
    value = graph.addConstant(value, repeated);
  }
  const shape = [...input.shape.slice(0, -1), units];
  return activate(context, { kind: 'variable', shape, value }, settings.activation);
});

/** A convolution over so many axes, one or two. */
export const convolution = (rank: number) =>
  layerKind(
    { ...kernelSettings(rank), filters: wholeOr(0), groups: wholeOr(1) },
    (context, settings) => convolved(context, settings, rank),
  );

function convolved(
  context: LayerContext,
  settings: Kernel & { use_bias: boolean; activation: string; filters: number; groups: number },
  rank: number,
): VariableTensor {
  const { graph, input } = context;
  const { filters, groups } = settings;
  const { spatial, channels } = context.image(rank, settings.data_format);
  const kernelSize = spread<number>(settings.kernel_size, rank);
  if (filters < 1 || filters % groups !== 0 || channels % groups !== 0) {
    refuseShape(`has ${filters} filters and ${channels} channels in ${groups} groups`);
  }
  const perGroup = channels / groups;
  const stored = context.weight('kernel', [...kernelSize, perGroup, filters]);
  const axes = windowsOf(settings, spatial, kernelSize, spread<number>(settings.strides, rank));
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
    settings.use_bias ? context.weight('bias', [filters]) : null,
  );
  const shape = [1, ...axes.map(({ count }) => count), filters];
  return activate(context, { kind: 'variable', shape, value }, settings.activation);
}

/** A convolution of each channel by itself. */
export const depthwiseConvolution = layerKind(
  { ...kernelSettings(2), depth_multiplier: wholeOr(1) },
  (context, settings) => {
    const made = perChannel(context, settings, 'depthwise_kernel', settings.use_bias);
    return activate(context, made, settings.activation);
  },
);

/** A convolution of each channel by itself, then a matrix over the channels. */
export const separableConvolution = layerKind(
  { ...kernelSettings(2), depth_multiplier: wholeOr(1), filters: wholeOr(0) },
  separated,
);

function separated(
  context: LayerContext,
  settings: PerChannel & { use_bias: boolean; activation: string; filters: number },
): VariableTensor {
  const { graph } = context;
  const apart = perChannel(context, settings, 'depthwise_kernel', false);
  const channels = apart.shape[apart.shape.length - 1];
  const { filters } = settings;
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
  if (settings.use_bias) {
    const bias = context.weight('bias', [filters]);
    const places = Int32Array.from({ length: map.rows }, (_, i) => i % filters);
    value = graph.addConstant(value, bias.pick(places));
  }
  const shape = [...apart.shape.slice(0, -1), filters];
  return activate(context, { kind: 'variable', shape, value }, settings.activation);
}

type PerChannel = Kernel & { readonly depth_multiplier: number };

/** `depth_multiplier` filters for each channel of an image. */
function perChannel(
  context: LayerContext,
  settings: PerChannel,
  weight: string,
  hasBias: boolean,
): VariableTensor {
  const { graph, input } = context;
  const { spatial, channels } = context.image(2, settings.data_format);
  const multiplier = settings.depth_multiplier;
  const size = spread<number>(settings.kernel_size, 2);
  const area = countOf(size);
  const stored = context.weight(weight, [...size, channels, multiplier]);
  const axes = windowsOf(settings, spatial, size, spread<number>(settings.strides, 2));
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
