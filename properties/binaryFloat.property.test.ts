import fc from 'fast-check';
import { type BigNumber, BigNumberDependencies, create } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { BinaryFloat } from '../src/exact/binaryFloat.js';
import { Rational } from '../src/exact/rational.js';
import { anyDouble, mixedDouble } from './doubles.js';
import { holdsAlways } from './runs.js';

/** Decimals of enough digits to be right about numbers of 400 bits. */
const { BigNumber: Decimal } = create(BigNumberDependencies, { precision: 200 }) as unknown as {
  BigNumber: new (value: string | number) => BigNumber;
};

/** Bits of 64 digits and of 112, as the oracle computes with, and few. */
const precisions = fc.constantFrom(24, 215, 375);

/** Numbers all of whose bits are set one way or the other: a double by three. */
const numbers = (of: fc.Arbitrary<number>, bits: number) =>
  fc.tuple(of, fc.constantFrom(1, 3)).map(([x, by]) => BinaryFloat.of(x, bits).div(by));

/** A precision and two numbers of it. */
const pairs = precisions.chain((bits) =>
  fc.tuple(
    fc.constant(bits),
    numbers(fc.oneof(anyDouble(), mixedDouble()), bits),
    numbers(fc.oneof(anyDouble(), mixedDouble()), bits),
  ),
);

/** A precision and a number of it from −`largest` to `largest`, of any magnitude. */
const single = (largest: number) =>
  precisions.chain((bits) =>
    fc.tuple(
      fc.constant(bits),
      numbers(
        fc
          .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: 0, max: 80 }))
          .map(([x, power]) => x * Math.max(largest * 2 ** -power, 2 ** -60)),
        bits,
      ),
    ),
  );

/** The number itself. */
function exactly(x: BinaryFloat): BigNumber {
  const [mantissa, exponent] = x.toString().split('·2^');
  expect(exponent).toMatch(/^-?\d+$/);
  return new Decimal(mantissa).times(new Decimal(2).pow(Number(exponent)));
}

/** By how many times 2^−bits of its size a number is off. */
function errorOf(x: BinaryFloat, expected: BigNumber, bits: number): number {
  if (expected.isZero()) return x.isZero() ? 0 : Infinity;
  const error = exactly(x).minus(expected).div(expected).abs();
  return error.times(new Decimal(2).pow(bits)).toNumber();
}

describe('binary floating point', () => {
  it('adds, multiplies, divides and takes roots to the last bit, as decimals of 200 digits say', () => {
    holdsAlways(
      fc.property(pairs, ([bits, x, y]) => {
        const [a, b] = [exactly(x), exactly(y)];
        expect(errorOf(x.plus(y), a.plus(b), bits)).toBeLessThanOrEqual(1);
        expect(errorOf(x.minus(y), a.minus(b), bits)).toBeLessThanOrEqual(1);
        expect(errorOf(x.times(y), a.times(b), bits)).toBeLessThanOrEqual(1);
        if (!y.isZero()) expect(errorOf(x.div(y), a.div(b), bits)).toBeLessThanOrEqual(1);
        expect(errorOf(x.abs().sqrt(), a.abs().sqrt(), bits)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('compares and rounds to doubles as decimals do', () => {
    holdsAlways(
      fc.property(pairs, ([, x, y]) => {
        const [a, b] = [exactly(x), exactly(y)];
        expect([x.gt(y), x.lt(y), x.eq(y)]).toEqual([a.gt(b), a.lt(b), a.eq(b)]);
        expect(x.eq(x.plus(0))).toBe(true);
        expect(x.isNegative()).toBe(a.lt(0));
        expect(x.toNumber() + 0).toBe(a.toNumber() + 0);
      }),
    );
    // Of one magnitude, one with few digits and one with many.
    const three = BinaryFloat.of(3, 215);
    const more = three.plus(BinaryFloat.of(2 ** -20, 215));
    expect([three.lt(more), more.gt(three), three.gt(more), more.lt(three)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([three.eq(more), more.eq(three)]).toEqual([false, false]);
    expect(three.neg().gt(more.neg())).toBe(true);
  });

  it('has exponentials and logarithms within two units of the last bit', () => {
    holdsAlways(
      fc.property(single(3000), ([bits, x]) => {
        const value = exactly(x);
        expect(errorOf(x.exp(), value.exp(), bits)).toBeLessThanOrEqual(2);
        if (x.isZero()) return;
        expect(errorOf(x.abs().ln(), value.abs().ln(), bits)).toBeLessThanOrEqual(2);
      }),
      0.25,
    );
  });

  it('has logarithms as good near 1', () => {
    holdsAlways(
      fc.property(single(0.5), ([bits, x]) => {
        const near = x.plus(1);
        expect(errorOf(near.ln(), exactly(near).ln(), bits)).toBeLessThanOrEqual(2);
      }),
      0.25,
    );
  });

  it('knows π, and reads decimals and fractions', () => {
    for (const bits of [24, 215, 375]) {
      expect(errorOf(BinaryFloat.pi(bits), new Decimal(-1).acos(), bits)).toBeLessThanOrEqual(1);
      for (const text of ['1e-30', '-12.5', '0.1', '+7E+20', '1e-900']) {
        expect(errorOf(BinaryFloat.of(text, bits), new Decimal(text), bits)).toBeLessThanOrEqual(1);
      }
      const third = BinaryFloat.of(new Rational(-1n, 3n), bits);
      expect(errorOf(third, new Decimal(-1).div(3), bits)).toBeLessThanOrEqual(1);
    }
  });

  it('bounds numbers by powers of ten, hardly more than they need', () => {
    holdsAlways(
      fc.property(pairs, ([, x]) => {
        if (x.isZero()) return;
        const { e } = exactly(x);
        expect([e, e + 1]).toContain(x.e);
        expect(x.e === e || exactly(x).times(1.001).e === e + 1).toBe(true);
      }),
    );
  });

  it('goes on where doubles end', () => {
    const tiny = BinaryFloat.of(-1e15, 215).exp();
    expect(tiny.isZero()).toBe(false);
    expect(tiny.toNumber()).toBe(0);
    expect(tiny.ln().toNumber()).toBe(-1e15);
    expect(BinaryFloat.of(1, 215).div(tiny).toNumber()).toBe(Infinity);
    expect(BinaryFloat.of(-1e17, 215).exp().isZero()).toBe(true);
    expect(() => BinaryFloat.of(1e17, 215).exp()).toThrow(RangeError);
    expect(() => BinaryFloat.of(0, 215).ln()).toThrow(RangeError);
    expect(() => BinaryFloat.of(-1, 215).sqrt()).toThrow(RangeError);
    expect(() => tiny.div(0)).toThrow(RangeError);
  });
});
