import { readShaped } from '../schema/readShaped.js';
import type { InputScaling } from './inputScaling.js';
import { scalingShape } from './inputShapes.js';

/**
 * Reads `{ "means": […], "deviations": […] }`, one entry per input.
 *
 * @throws InputError with every problem, up to twenty: missing lists, wrong lengths, entries that are
 *   not finite, deviations that are not positive
 */
export async function readScaling(path: string, inputSize: number): Promise<InputScaling> {
  const { means, deviations } = await readShaped(path, scalingShape(inputSize));
  return {
    means: Float64Array.from(means),
    deviations: Float64Array.from(deviations),
    source: path,
  };
}
