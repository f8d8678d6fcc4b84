import { readShaped } from '../schema/readShaped.js';
import type { Box } from '../tail/box.js';
import type { InputScaling } from './inputScaling.js';
import { boxShape } from './inputShapes.js';

/**
 * Reads `{ "lower": […], "upper": […] }`, raw units if there is a scaling.
 *
 * @returns network input units
 * @throws InputError with every problem, up to twenty
 */
export async function readBox(
  path: string,
  inputSize: number,
  scaling: InputScaling | null,
): Promise<Box> {
  const { lower, upper } = await readShaped(path, boxShape(inputSize));
  const scale = (values: readonly number[]) =>
    Float64Array.from(values, (x, d) =>
      scaling ? (x - scaling.means[d]) / scaling.deviations[d] : x,
    );
  return { lower: scale(lower), upper: scale(upper) };
}
