import { RandomNumbers } from '../data/randomNumbers.js';
import type { AuditRay } from './auditRay.js';

/**
 * Directions drawn uniformly from the unit sphere of the network's inputs: normal numbers, scaled to
 * length 1. Each is the same whatever others are drawn.
 *
 * @param inputSize - D
 * @param count - how many
 *
 * Source: Muller 1959, *A note on a method for generating points uniformly on n-dimensional spheres*.
 */
export function randomRays(inputSize: number, count: number, seed: number): AuditRay[] {
  return Array.from({ length: count }, (_, index) => ({
    label: `random ${index + 1}`,
    feature: null,
    sign: 0 as const,
    origin: null,
    // Drawn when asked for: a direction of a large input is a megabyte.
    get entries() {
      return randomEntries(inputSize, new RandomNumbers(seed, 'audit', 'direction', index));
    },
  }));
}

function randomEntries(inputSize: number, random: RandomNumbers): AuditRay['entries'] {
  const values = Float64Array.from({ length: inputSize }, () => random.normal());
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  // Normal numbers that are all 0: the one input of a network, or never.
  if (length === 0) return [{ index: 0, value: 1 }];
  return Array.from(values, (value, index) => ({ index, value: value / length }));
}
