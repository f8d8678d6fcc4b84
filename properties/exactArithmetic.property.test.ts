import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitLength } from '../src/exact/bitLength.js';
import {
  addDyadic,
  atExponent,
  compareDyadic,
  type Dyadic,
  dyadicOf,
  multiplyDyadic,
  negateDyadic,
  ONE,
  signOfDyadic,
  subtractDyadic,
  ZERO,
} from '../src/exact/dyadic.js';
import { dyadicToNumber, Rational } from '../src/exact/rational.js';
import { anyDouble } from './doubles.js';
import { holdsAlways } from './runs.js';

/** Dyadic rationals in no particular form: mantissas may be even. */
const dyadics = fc.oneof(
  anyDouble().map(dyadicOf),
  fc.record({
    mantissa: fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
    exponent: fc.integer({ min: -300, max: 300 }),
  }),
);

const rationals = fc.oneof(
  dyadics.map((x) => Rational.ofDyadic(x)),
  fc
    .tuple(fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }), fc.bigInt({ min: 1n, max: 2n ** 60n }))
    .map(([p, q]) => new Rational(p, q)),
  // A quotient that is nearly dyadic: a small factor and many twos.
  fc
    .tuple(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), fc.nat(9), fc.nat(60))
    .map(([p, factor, twos]) => new Rational(p, BigInt(factor + 1) << BigInt(twos))),
  fc
    .tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 1, max: 6 }))
    .map(([p, q]) => new Rational(BigInt(p), BigInt(q))),
);

/** The same number as an integer over 2^2000, without any of the code under test. */
function fixedPoint({ mantissa, exponent }: Dyadic): bigint {
  return mantissa * 2n ** BigInt(exponent + 2000);
}

describe('dyadic rationals', () => {
  it('hold every finite double, and give it back', () => {
    holdsAlways(
      fc.property(anyDouble(), (value) => {
        const { mantissa, exponent } = dyadicOf(value);
        // Two factors, since 2^-1074 = 2^-1000 · 2^-74 need not overflow on the way.
        const half = Math.trunc(exponent / 2);
        expect(Number(mantissa) * 2 ** half * 2 ** (exponent - half)).toBe(value + 0);
        expect(mantissa === 0n ? exponent === 0 : mantissa % 2n !== 0n).toBe(true);
        expect(dyadicToNumber({ mantissa, exponent })).toBe(value + 0);
      }),
      5,
    );
  });

  it('hold the extreme doubles', () => {
    for (const [value, mantissa, exponent] of [
      [Number.MIN_VALUE, 1n, -1074],
      [-3 * Number.MIN_VALUE, -3n, -1074],
      [2 ** -1022, 1n, -1022],
      [2 ** -1022 - 2 ** -1074, 2n ** 52n - 1n, -1074],
      [Number.MAX_VALUE, 2n ** 53n - 1n, 971],
      [-(2 ** 1000), -1n, 1000],
      [2 ** 53 + 2, 2n ** 52n + 1n, 1],
      [-0, 0n, 0],
    ] as const) {
      expect(dyadicOf(value)).toEqual({ mantissa, exponent });
    }
  });

  it('add, subtract, multiply and compare as integers over one power of two do', () => {
    holdsAlways(
      fc.property(dyadics, dyadics, (x, y) => {
        const [p, q] = [fixedPoint(x), fixedPoint(y)];
        expect(fixedPoint(addDyadic(x, y))).toBe(p + q);
        expect(fixedPoint(subtractDyadic(x, y))).toBe(p - q);
        expect(fixedPoint(negateDyadic(x))).toBe(-p);
        const product = multiplyDyadic(x, y);
        expect(product.mantissa * 2n ** BigInt(product.exponent + 4000)).toBe(p * q);
        expect(compareDyadic(x, y)).toBe(p < q ? -1 : p > q ? 1 : 0);
        expect(signOfDyadic(x)).toBe(p < 0n ? -1 : p > 0n ? 1 : 0);
      }),
      5,
    );
  });

  it('compare as doubles do', () => {
    holdsAlways(
      fc.property(anyDouble(), anyDouble(), (x, y) => {
        expect(compareDyadic(dyadicOf(x), dyadicOf(y))).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
      5,
    );
  });

  it('keep their value at a lower exponent', () => {
    holdsAlways(
      fc.property(dyadics, fc.integer({ min: 0, max: 50 }), (x, by) => {
        const mantissa = atExponent(x, x.exponent - by);
        expect(mantissa).toBe(x.mantissa * 2n ** BigInt(by));
      }),
    );
  });
});

describe('rationals', () => {
  const equal = (x: Rational, y: Rational) => x.compare(y) === 0;
  const one = new Rational(1n, 1n);

  it('form an ordered field', () => {
    holdsAlways(
      fc.property(rationals, rationals, rationals, (x, y, z) => {
        expect(equal(x.add(y), y.add(x))).toBe(true);
        expect(equal(x.add(y).add(z), x.add(y.add(z)))).toBe(true);
        expect(equal(x.multiply(y.add(z)), x.multiply(y).add(x.multiply(z)))).toBe(true);
        expect(equal(x.add(Rational.zero), x)).toBe(true);
        expect(equal(x.multiply(one), x)).toBe(true);
        expect(x.subtract(x).sign).toBe(0);
        expect(x.add(x.negate()).sign).toBe(0);
        if (y.sign !== 0) expect(equal(x.divide(y).multiply(y), x)).toBe(true);
        expect(x.compare(y)).toBe(x.subtract(y).sign);
        if (x.compare(y) < 0) expect(x.add(z).compare(y.add(z))).toBe(-1);
        expect(x.multiply(y).sign).toBe(x.sign * y.sign + 0);
      }),
    );
  });

  it('agree with dyadic arithmetic', () => {
    holdsAlways(
      fc.property(dyadics, dyadics, (x, y) => {
        const [p, q] = [Rational.ofDyadic(x), Rational.ofDyadic(y)];
        expect(equal(p.add(q), Rational.ofDyadic(addDyadic(x, y)))).toBe(true);
        expect(equal(p.multiply(q), Rational.ofDyadic(multiplyDyadic(x, y)))).toBe(true);
        expect(p.compare(q)).toBe(compareDyadic(x, y));
      }),
    );
    expect(Rational.ofDyadic(ONE).toString()).toBe('1/1');
    expect(Rational.ofDyadic(ZERO).toString()).toBe('0/1');
  });

  it('are in lowest terms, and are read back from their text', () => {
    holdsAlways(
      fc.property(rationals, rationals, (x, y) => {
        const results = [x, x.add(y), x.subtract(y), x.multiply(y), x.negate()];
        if (y.sign !== 0) results.push(x.divide(y));
        for (const result of results) {
          const { numerator, denominator } = result;
          expect(denominator > 0n).toBe(true);
          let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
          while (b !== 0n) [a, b] = [b, a % b];
          expect(a).toBe(1n);
          expect(Rational.parse(result.toString())).toEqual(result);
        }
      }),
    );
  });

  it('know the length of integers in bits', () => {
    holdsAlways(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), (value) => {
        expect(bitLength(value)).toBe(value === 0n ? 0 : value.toString(2).length);
      }),
    );
  });
});
