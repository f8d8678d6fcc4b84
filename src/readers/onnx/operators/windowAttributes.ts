import { refuseShape, refuseValue } from '../../lowering/refusal.js';
import type { Shape } from '../../lowering/tensor.js';
import { type Padding, type WindowAxis, windowAxis } from '../../lowering/windows.js';
import type { OnnxNode } from '../onnxNode.js';

/** Reads strides, pads, dilations and roundings of a convolution or a pool. */
export function windowsOf(node: OnnxNode, spatial: Shape, kernel: readonly number[]): WindowAxis[] {
  const rank = spatial.length;
  const list = (name: string, length: number, fallback: number): readonly number[] => {
    const given = node.integers(name) ?? new Array<number>(length).fill(fallback);
    if (given.length !== length) {
      refuseShape(`has ${given.length} ${name} for ${rank} spatial axes`);
    }
    return given;
  };
  if (kernel.length !== rank) {
    refuseShape(`has a kernel of ${kernel.length} axes for ${rank} spatial axes`);
  }
  const strides = list('strides', rank, 1);
  const dilations = list('dilations', rank, 1);
  const pads = list('pads', 2 * rank, 0);
  const automatic = node.text('auto_pad', 'NOTSET');
  const padding = (axis: number): Padding => {
    switch (automatic) {
      case 'NOTSET':
      case '':
        return { kind: 'explicit', before: pads[axis], after: pads[axis + rank] };
      case 'VALID':
        return { kind: 'explicit', before: 0, after: 0 };
      case 'SAME_UPPER':
        return { kind: 'same', extra: 'after' };
      case 'SAME_LOWER':
        return { kind: 'same', extra: 'before' };
      default:
        return refuseValue(`has auto_pad "${automatic}"`);
    }
  };
  const ceil = node.integer('ceil_mode', 0) !== 0;
  return spatial.map((size, axis) =>
    windowAxis(size, kernel[axis], strides[axis], dilations[axis], padding(axis), ceil),
  );
}
