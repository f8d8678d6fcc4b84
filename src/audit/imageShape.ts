import { InputError } from '../errors/inputError.js';

/** Inputs that are an image, channel by channel, row by row. */
export interface ImageShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Reads `1x28x28`; without it 784 inputs are taken for 1×28×28 and 3,072 for 3×32×32.
 *
 * @returns null if the inputs are no image
 * @throws InputError `malformed`, `shape_mismatch`
 */
export function parseImageShape(text: string | undefined, inputSize: number): ImageShape | null {
  if (text === undefined) {
    if (inputSize === 784) return { channels: 1, height: 28, width: 28 };
    return inputSize === 3072 ? { channels: 3, height: 32, width: 32 } : null;
  }
  const parts = /^(?:(\d+)[x×])?(\d+)[x×](\d+)$/.exec(text.trim());
  const [channels, height, width] = [parts?.[1] ?? 1, parts?.[2], parts?.[3]].map(Number);
  if (parts && channels * height * width === inputSize && inputSize > 0) {
    return { channels, height, width };
  }
  throw new InputError('audit', [
    {
      code: parts ? 'shape_mismatch' : 'malformed',
      path: '--shape',
      value: text,
      rule: parts
        ? `must multiply to the network's ${inputSize} inputs`
        : 'must be channels, height and width',
      remedy: 'write 1x28x28, for example',
    },
  ]);
}
