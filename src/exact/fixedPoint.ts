import { bitLength } from './bitLength.js';
import { floorDivide } from './floorDivide.js';
import { Rational } from './rational.js';
import { Real } from './real.js';

/**
 * Numbers in fixed point: `mantissa · 2^-bits`, off by at most `error` units of the last place.
 *
 * What the series of elementary functions are summed in. Every routine says by how much it may be
 * off, and its caller adds that up; the final enclosure is the number plus and minus the error.
 */
export interface FixedPoint {
  readonly mantissa: bigint;
  /** In units of the last place. */
  readonly error: bigint;
}

/** ⌊value · 2^bits⌋: off by less than one unit of the last place. */
export function toFixed({ numerator, denominator }: Rational, bits: number): bigint {
  const scaled = bits >= 0 ? numerator << BigInt(bits) : numerator >> BigInt(-bits);
  return floorDivide(scaled, denominator);
}

/** The enclosure `(mantissa ± error) · 2^-bits`. */
export function enclosureOf({ mantissa, error }: FixedPoint, bits: number): Real {
  return Real.between(
    Rational.ofDyadic({ mantissa: mantissa - error, exponent: -bits }),
    Rational.ofDyadic({ mantissa: mantissa + error, exponent: -bits }),
  );
}

/** The binary exponent e of a value that is not 0: 2^(e−1) < |value| < 2^(e+1). */
export function magnitudeOf({ numerator, denominator }: Rational): number {
  return bitLength(numerator) - bitLength(denominator);
}

/**
 * ln 2 = 2·artanh(1/3) in fixed point, off by at most 2^8 units.
 *
 * Each of fewer than 2^7 terms is rounded down twice; the tail is below the first term left out
 * divided by 1 − 1/9.
 */
export function logarithmOfTwo(bits: number): bigint {
  return constant('ln 2', bits, () => {
    let power = (2n << BigInt(bits)) / 3n;
    let sum = 0n;
    for (let k = 1n; power > 0n; k += 2n) {
      sum += power / k;
      power /= 9n;
    }
    return sum;
  });
}

/**
 * π = 16·arctan(1/5) − 4·arctan(1/239) (Machin) in fixed point, off by at most 2^13 units.
 *
 * Each of fewer than 2^8 terms is rounded twice and multiplied by 16; the alternating tails are
 * below their first terms.
 */
export function pi(bits: number): bigint {
  return constant(
    'pi',
    bits,
    () => 16n * arctanOfReciprocal(5n, bits) - 4n * arctanOfReciprocal(239n, bits),
  );
}

function arctanOfReciprocal(x: bigint, bits: number): bigint {
  let power = (1n << BigInt(bits)) / x;
  let sum = 0n;
  for (let k = 1n; power > 0n; k += 2n) {
    sum += k % 4n === 1n ? power / k : -(power / k);
    power /= x * x;
  }
  return sum;
}

const constants = new Map<string, bigint>();

function constant(name: string, bits: number, make: () => bigint): bigint {
  const key = `${name} ${bits}`;
  let value = constants.get(key);
  if (value === undefined) constants.set(key, (value = make()));
  return value;
}
