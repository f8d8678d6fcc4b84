import { channelsLast, type ImageLayout } from '../../network/convolutionGeometry.js';
import { ConvolutionMap } from '../../network/convolutionMap.js';
import { DenseMap } from '../../network/denseMap.js';
import type { LinearMap } from '../../network/linearMap.js';
import type { Numbers } from '../../network/numbers.js';
import type { LayerGraph } from './layerGraph.js';
import type { WindowAxis } from './windows.js';

/** How a convolution's kernels move. */
export interface Convolution {
  /** Shape [filters, channels / groups, kernel height, kernel width]. */
  readonly kernel: Numbers;
  readonly filters: number;
  readonly channels: number;
  readonly groups: number;
  readonly rows: WindowAxis;
  readonly columns: WindowAxis;
  readonly layout: (channels: number, height: number, width: number) => ImageLayout;
}

/** A convolution. @param bias - shape [filters] */
export function convolve(
  graph: LayerGraph,
  value: number,
  convolution: Convolution,
  bias: Numbers | null,
): number {
  const { kernel, filters, channels, groups, rows, columns, layout } = convolution;
  const output = layout(filters, rows.count, columns.count);
  const size = filters * rows.count * columns.count;
  graph.charge(size);
  const map = new ConvolutionMap(kernel, {
    input: layout(channels, rows.size, columns.size),
    output,
    kernelHeight: rows.kernel,
    kernelWidth: columns.kernel,
    strideY: rows.stride,
    strideX: columns.stride,
    dilationY: rows.dilation,
    dilationX: columns.dilation,
    padTop: rows.padBefore,
    padLeft: columns.padBefore,
    groups,
  });
  const filterOf = (i: number) => Math.floor(i / output.channelStride) % filters;
  const spread = bias?.pick(Int32Array.from({ length: size }, (_, i) => filterOf(i))) ?? null;
  return graph.affine([{ map, input: value }], spread);
}

/**
 * The map `x ↦ W x` at each of `positions` vectors, one after the other.
 *
 * @param weights - shape [rows, columns]
 */
export function matrixAtPositions(
  weights: Numbers,
  rows: number,
  columns: number,
  positions: number,
): LinearMap {
  if (positions === 1) return new DenseMap(rows, columns, weights);
  return pointwise(weights, channelsLast(columns, 1, positions), channelsLast(rows, 1, positions));
}

/**
 * The map `X ↦ W X` of each of a stack of matrices X, row-major.
 *
 * @param weights - shape [rows, columns]
 * @param width - the number of columns of each X
 */
export function matrixOfStack(
  weights: Numbers,
  rows: number,
  columns: number,
  stack: number,
  width: number,
): LinearMap {
  if (stack === 1 && width === 1) return new DenseMap(rows, columns, weights);
  const layout = (channels: number): ImageLayout => ({
    channels,
    height: stack,
    width,
    channelStride: width,
    rowStride: channels * width,
    columnStride: 1,
  });
  return pointwise(weights, layout(columns), layout(rows));
}

function pointwise(kernel: Numbers, input: ImageLayout, output: ImageLayout): ConvolutionMap {
  return new ConvolutionMap(kernel, {
    input,
    output,
    kernelHeight: 1,
    kernelWidth: 1,
    strideY: 1,
    strideX: 1,
    dilationY: 1,
    dilationX: 1,
    padTop: 0,
    padLeft: 0,
    groups: 1,
  });
}

/** The transpose of a row-major matrix of the given size. */
export function transposed(numbers: Numbers, rows: number, columns: number): Numbers {
  const places = new Int32Array(numbers.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) places[j * rows + i] = i * columns + j;
  }
  return numbers.pick(places);
}
