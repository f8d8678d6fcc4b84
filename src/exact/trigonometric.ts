import { enclosureOf, pi, toFixed } from './fixedPoint.js';
import { floorDivide } from './floorDivide.js';
import { Rational } from './rational.js';
import { Real } from './real.js';

const BITS = 288;

/** An enclosure of sin x, absolute width about 2^-250 beside that of x. */
export function sin(x: Real): Real {
  return near(x, 0n);
}

/** An enclosure of cos x = sin(x + π/2). */
export function cos(x: Real): Real {
  return near(x, 1n);
}

/** The sine is 1-Lipschitz: an enclosure's image lies within its radius of that of its middle. */
function near(x: Real, quarters: bigint): Real {
  if (x.rational) return sineOf(x.lower, quarters);
  const radius = x.upper.subtract(x.lower).multiply(HALF);
  if (radius.compare(Rational.one) >= 0) return ALL;
  const middle = sineOf(x.lower.add(x.upper).multiply(HALF), quarters);
  const wide = middle.add(Real.between(radius.negate(), radius));
  return Real.between(
    wide.lower.compare(ALL.lower) < 0 ? ALL.lower : wide.lower,
    wide.upper.compare(ALL.upper) > 0 ? ALL.upper : wide.upper,
  );
}

/**
 * sin(x + quarters·π/2), x reduced by the nearest multiple k of π/2.
 *
 * π has as many bits more as k has, so the reduced argument is off by at most 2^14 units of
 * 2^-288; |r| < 1, fewer than 2^7 terms each rounded three times: 2^16 bounds it all.
 */
function sineOf(x: Rational, quarters: bigint): Real {
  if (x.numerator === 0n) return quarters % 2n === 0n ? Real.zero : Real.one;
  const whole = (x.numerator < 0n ? -x.numerator : x.numerator) / x.denominator;
  const finer = BITS + whole.toString(16).length * 4 + 8;
  const value = toFixed(x, finer);
  const quarter = pi(finer) >> 1n;
  const k = floorDivide(value + (quarter >> 1n), quarter);
  const r = (value - k * quarter) >> BigInt(finer - BITS);
  const turn = (((k + quarters) % 4n) + 4n) % 4n;
  const even = turn % 2n === 0n;
  const square = (r * r) >> BigInt(BITS);
  let term = even ? r : 1n << BigInt(BITS);
  let sum = term;
  for (let n = even ? 2n : 1n; term !== 0n; n += 2n) {
    // Towards zero, so that the terms end.
    term = -((term * square) / (n * (n + 1n))) / SCALE;
    sum += term;
  }
  return enclosureOf({ mantissa: turn < 2n ? sum : -sum, error: 1n << 16n }, BITS);
}

const HALF = new Rational(1n, 2n);
const SCALE = 1n << BigInt(BITS);
const ALL = Real.between(Rational.of(-1), Rational.one);
