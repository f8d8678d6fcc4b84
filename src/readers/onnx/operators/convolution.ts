import { channelsFirst } from '../../../network/convolutionGeometry.js';
import { convolve } from '../../lowering/linearLayers.js';
import { refuseShape, refuseUnsupported } from '../../lowering/refusal.js';
import { type Shape, showShape } from '../../lowering/tensor.js';
import { windowAxis } from '../../lowering/windows.js';
import type { Lowering } from '../operatorContext.js';
import { windowsOf } from './windowAttributes.js';

/** Convolutions over one or two axes. */
export const convolution: Readonly<Record<string, Lowering>> = {
  Conv: (context) => {
    const { graph, node } = context;
    const x = context.variable(0);
    const kernel = context.weights(1, 'has computed kernels, which is not piecewise affine');
    const { channels, spatial } = imageAxes(x.shape);
    if (spatial.length > 2) {
      refuseUnsupported(
        `moves over ${spatial.length} axes; only one or two are read`,
        'use 1-D or 2-D convolutions',
      );
    }
    const groups = node.integer('group', 1);
    const [filters, perGroup, ...size] = kernel.shape;
    const fits =
      kernel.shape.length === x.shape.length &&
      groups >= 1 &&
      perGroup * groups === channels &&
      filters >= 1 &&
      filters % groups === 0;
    if (!fits) {
      refuseShape(
        `has kernels of shape ${showShape(kernel.shape)} in ${groups} group(s), which do not fit an image of shape ${showShape(x.shape)}`,
      );
    }
    const claimed = node.integers('kernel_shape');
    if (claimed && showShape(claimed) !== showShape(size)) {
      refuseShape(
        `says kernel_shape ${showShape(claimed)}, but its weights have ${showShape(size)}`,
      );
    }
    const bias = context.has(2)
      ? context.weights(2, 'has a computed bias; add it with Add instead')
      : null;
    if (bias && bias.numbers.length !== filters) {
      refuseShape(`has ${bias.numbers.length} biases for ${filters} filters`);
    }
    const axes = windowsOf(node, spatial, size);
    const columns = axes[axes.length - 1];
    const rows =
      axes.length === 2
        ? axes[0]
        : windowAxis(1, 1, 1, 1, { kind: 'explicit', before: 0, after: 0 });
    const value = convolve(
      graph,
      x.value,
      {
        kernel: kernel.numbers,
        filters,
        channels,
        groups,
        rows,
        columns,
        layout: channelsFirst,
      },
      bias ? bias.numbers : null,
    );
    return [{ kind: 'variable', shape: [1, filters, ...axes.map(({ count }) => count)], value }];
  },
};

/** The axes of an image: batch (of one), channels, then the spatial ones. */
export function imageAxes(shape: Shape): { channels: number; spatial: Shape } {
  const [batch, channels, ...spatial] = shape;
  if (batch !== 1 || spatial.length === 0) {
    refuseShape(`reads a tensor of shape ${showShape(shape)}, not [1, channels, …lengths]`);
  }
  return { channels, spatial };
}
