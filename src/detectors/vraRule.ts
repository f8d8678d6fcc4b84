import { Rational } from '../exact/rational.js';
import type { Batch } from './batch.js';
import type { GermVector } from './infinity/germVector.js';
import { addIntervals, exactly, type Interval, rounded } from './infinity/interval.js';

/** What VRA compares features with, by column. */
export interface VraBounds {
  /** Shape [D]: what is below becomes 0. */
  readonly low: Float64Array;
  /** Shape [D]: what is above becomes this. */
  readonly high: Float64Array;
  /** Added to what is in between. */
  readonly shift: number;
  /** Shape [D] each: how far rounding may have put a bound from where it is in reals. */
  readonly errors: { readonly low: Float64Array; readonly high: Float64Array };
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

/**
 * Where units at rest may end of which it is not known on which side of a bound they are, since
 * rounding of the fit may have put the bound there. At the upper one the rule jumps only with a shift.
 */
export function unitsAtBounds(
  { slope, intercept }: GermVector,
  { low, high, shift, errors }: VraBounds,
): Map<number, Interval> {
  const ends = new Map<number, Interval>();
  intercept.forEach((a, unit) => {
    if (slope[unit].sign !== 0) return;
    const between = addIntervals(rounded(a.toNumber()), exactly(shift));
    const others: number[] = [];
    const jump = Math.abs(a.toNumber() + shift);
    if (jump > errors.low[unit] && isWithin(a, low[unit], errors.low[unit])) others.push(0);
    if (shift !== 0 && isWithin(a, high[unit], errors.high[unit])) others.push(high[unit]);
    if (others.length === 0) return;
    ends.set(unit, {
      lower: Math.min(between.lower, ...others),
      upper: Math.max(between.upper, ...others),
    });
  });
  return ends;
}

/** Whether a value may be on either side of a bound that is off by at most `error`. */
function isWithin(value: Rational, bound: number, error: number): boolean {
  if (error === 0) return false;
  const over = value.subtract(Rational.of(bound));
  return (over.sign < 0 ? over.negate() : over).compare(Rational.of(error)) <= 0;
}
