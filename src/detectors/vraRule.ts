import { Rational } from '../exact/rational.js';
import type { Batch } from './batch.js';
import type { GermVector } from './infinity/germVector.js';

/** What VRA compares features with, by column. */
export interface VraBounds {
  /** Shape [D]: what is below becomes 0. */
  readonly low: Float64Array;
  /** Shape [D]: what is above becomes this. */
  readonly high: Float64Array;
  /** Added to what is in between. */
  readonly shift: number;
}

/**
 * Features between VRA's bounds. Float64; compared after the shift has been added to both, as the
 * authors' code does.
 */
export function rectifiedBetween(features: Batch, { low, high, shift }: VraBounds): Batch {
  const { columns } = features;
  return {
    ...features,
    values: features.values.map((value, i) => {
      const j = i % columns;
      const moved = value + shift;
      if (moved < low[j] + shift) return 0;
      return moved > high[j] + shift ? high[j] : moved;
    }),
  };
}

/** What that makes of germs for all large t. Exact. */
export function rectifyGerms(
  { slope, intercept }: GermVector,
  { low, high, shift }: VraBounds,
): GermVector {
  return {
    slope: slope.map(() => Rational.zero),
    intercept: intercept.map((a, j) => {
      const upper = Rational.of(high[j]);
      const side = slope[j].sign;
      if (side < 0 || (side === 0 && a.compare(Rational.of(low[j])) < 0)) return Rational.zero;
      return side > 0 || a.compare(upper) > 0 ? upper : a.add(Rational.of(shift));
    }),
  };
}
