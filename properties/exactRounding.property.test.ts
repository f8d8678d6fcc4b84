import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dyadicOf } from '../src/exact/dyadic.js';
import { dyadicToNumber, Rational } from '../src/exact/rational.js';
import { anyDouble } from './doubles.js';
import { holdsAlways } from './runs.js';

/**
 * The decimal expansion of a fraction, exact if the denominator is a power of two, else cut after
 * enough digits to round right. JavaScript rounds decimal strings correctly, by other code.
 */
function byDecimals(numerator: bigint, denominator: bigint): number {
  const sign = numerator < 0n ? '-' : '';
  const magnitude = numerator < 0n ? -numerator : numerator;
  const places = 1500n;
  const scaled = (magnitude * 10n ** places) / denominator;
  // A trailing 1 where the expansion goes on: no longer a tie.
  const rest = (magnitude * 10n ** places) % denominator === 0n ? '' : '1';
  return Number(`${sign}${scaled}${rest}e-${places + BigInt(rest.length)}`) + 0;
}

const integers = fc.bigInt({ min: -(2n ** 1100n), max: 2n ** 1100n });

describe('rounding to the nearest double', () => {
  it('of integers is that of Number(bigint)', () => {
    holdsAlways(
      fc.property(fc.oneof(integers, fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n })), (value) => {
        expect(new Rational(value, 1n).toNumber()).toBe(Number(value) + 0);
        expect(dyadicToNumber({ mantissa: value, exponent: 0 })).toBe(Number(value) + 0);
      }),
    );
  });

  it('of fractions is that of their decimal expansion', () => {
    holdsAlways(
      fc.property(
        fc.bigInt({ min: -(2n ** 120n), max: 2n ** 120n }),
        fc.bigInt({ min: 1n, max: 2n ** 120n }),
        (p, q) => {
          expect(new Rational(p, q).toNumber()).toBe(byDecimals(p, q));
        },
      ),
    );
  });

  it('of numbers around the smallest doubles is that of their decimal expansion', () => {
    holdsAlways(
      fc.property(
        fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
        fc.integer({ min: 1000, max: 1150 }),
        (mantissa, power) => {
          const expected = byDecimals(mantissa, 2n ** BigInt(power));
          expect(dyadicToNumber({ mantissa, exponent: -power }) + 0).toBe(expected);
          expect(new Rational(mantissa, 2n ** BigInt(power)).toNumber() + 0).toBe(expected);
        },
      ),
    );
  });

  it('breaks ties to the even neighbour, at every magnitude', () => {
    holdsAlways(
      fc.property(
        anyDouble().filter((x) => Math.abs(x) < Number.MAX_VALUE),
        fc.constantFrom(-1n, 0n, 1n),
        (value, nudge) => {
          const above = next(Math.abs(value));
          const [low, high] = [dyadicOf(Math.abs(value)), dyadicOf(above)];
          const exponent = Math.min(low.exponent, high.exponent) - 100;
          const at = ({ mantissa, exponent: own }: typeof low) =>
            mantissa << BigInt(own - exponent);
          const middle = (at(low) + at(high)) / 2n + nudge;
          const even = isEven(Math.abs(value)) ? Math.abs(value) : above;
          const expected = nudge < 0n ? Math.abs(value) : nudge > 0n ? above : even;
          expect(dyadicToNumber({ mantissa: middle, exponent })).toBe(expected);
          expect(dyadicToNumber({ mantissa: -middle, exponent }) + 0).toBe(-expected + 0);
        },
      ),
    );
  });

  it('overflows to ±Infinity from halfway between the largest double and 2^1024', () => {
    const half = 2n ** 1024n - 2n ** 970n;
    for (const sign of [1n, -1n]) {
      expect(new Rational(sign * half, 1n).toNumber()).toBe(Number(sign) * Infinity);
      expect(new Rational(sign * (half - 1n), 1n).toNumber()).toBe(Number(sign) * Number.MAX_VALUE);
      expect(new Rational(sign * 2n ** 5000n, 3n).toNumber()).toBe(Number(sign) * Infinity);
    }
    expect(new Rational(1n, 2n ** 1075n).toNumber()).toBe(0);
    expect(new Rational(3n, 2n ** 1076n).toNumber()).toBe(Number.MIN_VALUE);
    expect(new Rational(1n, 2n ** 1075n * 3n).toNumber()).toBe(0);
  });
});

const buffer = new DataView(new ArrayBuffer(8));

/** The next double above a non-negative one. */
function next(value: number): number {
  buffer.setFloat64(0, value);
  buffer.setBigUint64(0, buffer.getBigUint64(0) + 1n);
  return buffer.getFloat64(0);
}

function isEven(value: number): boolean {
  buffer.setFloat64(0, value);
  return buffer.getBigUint64(0) % 2n === 0n;
}
