import type { Interval } from '../exact/interval.js';
import { Rational } from '../exact/rational.js';

/** A number between two doubles, either of which may be infinite. */
export interface DoubleBounds {
  readonly lower: number;
  readonly upper: number;
}

/** 2^-52 of a double exceeds the rounding of the operation that made it, and of this one. */
const STEP = 2 ** -52;
/** What may be lost where products are subnormal. */
const TINY = 2 ** -1073;

/** Bounds moved outward by a rounding; NaN, which infinities leave, says that nothing is known. */
export function outward(lower: number, upper: number): DoubleBounds {
  const below = lower - Math.abs(lower) * STEP - TINY;
  const above = upper + Math.abs(upper) * STEP + TINY;
  return {
    lower: !Number.isNaN(below) && below !== Infinity ? below : -Infinity,
    upper: !Number.isNaN(above) && above !== -Infinity ? above : Infinity,
  };
}

export function productBounds(x: DoubleBounds, y: DoubleBounds): DoubleBounds {
  const a = x.lower * y.lower;
  const b = x.lower * y.upper;
  const c = x.upper * y.lower;
  const d = x.upper * y.upper;
  return outward(Math.min(a, b, c, d), Math.max(a, b, c, d));
}

/**
 * Bounds of Σ weight·x, term by term. Each product passes through at most n roundings, of u = 2^-53
 * each (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., eq. 3.5):
 * Σ |weight||x|·(n + 3)·u bounds them all, its own rounding included.
 */
export class CombinationBounds {
  count = 0;
  private lower = 0;
  private upper = 0;
  private magnitude = 0;

  add(weight: number, x: DoubleBounds): void {
    const below = weight * x.lower;
    const above = weight * x.upper;
    this.lower += weight > 0 ? below : above;
    this.upper += weight > 0 ? above : below;
    this.magnitude += Math.max(Math.abs(below), Math.abs(above));
    this.count++;
  }

  total(): DoubleBounds {
    const { count, lower, upper, magnitude } = this;
    const slack = magnitude * ((count + 3) * 2 ** -53) * (1 + 2 ** -20) + count * TINY;
    return outward(lower - slack, upper + slack);
  }
}

/** Bounds of a rational number, which is its own where it is a double. */
export function boundsOfRational(value: Rational): DoubleBounds {
  const nearest = value.toNumber();
  const isDouble = Number.isFinite(nearest) && Rational.of(nearest).compare(value) === 0;
  return isDouble ? { lower: nearest, upper: nearest } : outward(nearest, nearest);
}

export function boundsOfInterval({ lower, upper, exponent }: Interval): DoubleBounds {
  return outward(scaled(lower, exponent), scaled(upper, exponent));
}

/** Near mantissa·2^exponent, by less than a rounding. */
function scaled(mantissa: bigint, exponent: number): number {
  // A mantissa beyond the doubles is not met: intervals keep fewer than 200 bits.
  const value = Number(mantissa);
  // In two steps, so that no power of two leaves the doubles before the product does.
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
}
