import { channelsLast } from '../../convolutionMap.js';
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
