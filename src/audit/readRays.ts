import { readShaped } from '../schema/readShaped.js';
import type { Ray } from '../tail/tail.js';
import { raysShape } from './inputShapes.js';

/**
 * Reads `[{ "origin": […], "direction": […] }, …]`, in the network's units.
 *
 * @throws InputError with every problem up to 50
 */
export async function readRays(path: string, inputSize: number): Promise<readonly Ray[]> {
  return readShaped(path, raysShape(inputSize), { root: 'rays', most: 50 });
}
