import { refuseUnsupported } from '../lowering/refusal.js';
import type { Shape } from '../lowering/tensor.js';
import { type Padding, type WindowAxis, windowAxis } from '../lowering/windows.js';
import type { LayerContext } from './layerContext.js';

/** Reads the dilations and the padding of a layer with a window. */
export function windowsOf(
  context: LayerContext,
  spatial: Shape,
  kernel: readonly number[],
  strides: readonly number[],
): WindowAxis[] {
  const dilations = context.lengths('dilation_rate', spatial.length, 1)!;
  const mode = context.text('padding', 'valid');
  return spatial.map((size, axis) => {
    const reach = (kernel[axis] - 1) * dilations[axis];
    const paddings: Readonly<Record<string, Padding>> = {
      valid: { kind: 'explicit', before: 0, after: 0 },
      same: { kind: 'same', extra: 'after' },
      causal: { kind: 'explicit', before: reach, after: 0 },
    };
    if (!Object.hasOwn(paddings, mode)) refuseUnsupported(`has the padding "${mode}"`);
    return windowAxis(size, kernel[axis], strides[axis], dilations[axis], paddings[mode]);
  });
}
