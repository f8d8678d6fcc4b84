import { oneOf } from '../../schema/shape.js';
import type { Shape } from '../lowering/tensor.js';
import { type Padding, type WindowAxis, windowAxis } from '../lowering/windows.js';
import { CHANNELS, type Lengths, lengthsOr, type Setting, spread } from './layerKind.js';

/** How a window meets the ends of an axis. */
type Ending = 'valid' | 'same' | 'causal';

/** What layers with a window say of it besides its size and its strides. */
export interface WindowSettings {
  readonly data_format: string;
  readonly dilation_rate: Lengths;
  readonly padding: Ending;
}

/** Those settings, for windows over so many axes. */
export const windowSettings = (rank: number) => ({
  data_format: CHANNELS,
  dilation_rate: lengthsOr(rank, 1),
  padding: {
    shape: oneOf('valid', 'same', 'causal'),
    fallback: 'valid',
  } satisfies Setting<Ending> as Setting<Ending>,
});

/** The windows of a layer along each axis of an image. */
export function windowsOf(
  { dilation_rate, padding }: WindowSettings,
  spatial: Shape,
  kernel: readonly number[],
  strides: readonly number[],
): WindowAxis[] {
  const dilations = spread<number>(dilation_rate, spatial.length);
  return spatial.map((size, axis) => {
    const reach = (kernel[axis] - 1) * dilations[axis];
    const paddings: Readonly<Record<Ending, Padding>> = {
      valid: { kind: 'explicit', before: 0, after: 0 },
      same: { kind: 'same', extra: 'after' },
      causal: { kind: 'explicit', before: reach, after: 0 },
    };
    return windowAxis(size, kernel[axis], strides[axis], dilations[axis], paddings[padding]);
  });
}
