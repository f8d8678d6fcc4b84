import type { ClassBounds, ScaleFinding } from './directionFinding.js';
import { spreadOf } from './spread.js';

/** Which class is to be how certain, and what it tends to. */
export interface SettledCertainty {
  readonly top: number;
  readonly limit: ClassBounds;
  /** 1 − ε. */
  readonly certainty: number;
}

/**
 * The danger scale of a ray from where a network is known to stay near its limits.
 *
 * Certified, and sufficient: the network may be as certain earlier.
 *
 * @param settles - from where on the ray's probabilities are within an ε of their limits
 * @returns Infinity where the limit itself is less certain; null where it is not known
 *
 * Source: claims `bounded-distance` and `danger-scale`.
 */
export function settledScale(
  settles: (epsilon: number) => number | null,
  { top, limit, certainty }: SettledCertainty,
): number | null {
  if (limit.upper[top] < certainty) return Infinity;
  // The difference of two doubles may be rounded up by less than this.
  const spare = (limit.lower[top] - certainty) * (1 - 2 ** -50);
  return spare > 0 && spare < 1 ? settles(spare) : null;
}

/**
 * Scales from several rows as one finding: not known where one of them is not, or none was certified.
 *
 * @param perUnit - standard deviations per unit of scale; null if not known
 */
export function scaleFinding(
  certainty: number,
  scales: readonly (number | null)[],
  perUnit: number | null,
): ScaleFinding {
  const known = scales.filter((scale) => scale !== null);
  const spread =
    known.length === 0 || known.length < scales.length
      ? { median: null, min: null, max: null }
      : spreadOf(known);
  const { median } = spread;
  return {
    certainty,
    ...spread,
    bound: null,
    distance: median === null || perUnit === null ? null : median * perUnit,
  };
}
