import fc from 'fast-check';
import type { BigNumber } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { ordinaryDouble } from '../../properties/doubles.js';
import { holdsAlways } from '../../properties/runs.js';
import { decimalsOf } from '../../properties/support/decimals.js';
import {
  type BoundedDouble,
  exponential,
  exponentialLessOne,
  logarithm,
  logarithmOfOnePlus,
  movedBy,
  relatively,
  timesBounded,
} from './boundedDouble.js';
import { Rational } from './rational.js';

/** Digits that show what doubles differ by from the numbers they are near. */
const exactly = decimalsOf(80);

/** Numbers up to a size in magnitude, of any magnitude. */
const upTo = (largest: number) =>
  fc
    .tuple(ordinaryDouble(), fc.integer({ min: 3, max: 40 }))
    .map(([x, power]) => x * largest * 2 ** -power);

/** What is too small for a relative bound. */
const SMALLEST = 2 ** -1000;

/** The number is within the bound, and the bound within a relative one. */
function expectBounded({ value, error }: BoundedDouble, number: BigNumber, relative: number) {
  const off = exactly(value).minus(number).abs();
  expect(off.lte(exactly(error)), `${value} ± ${error}, and it is ${number}`).toBe(true);
  const allowed = number.abs().times(relative * (1 + 2 ** -30));
  expect(exactly(error).lte(allowed.plus(exactly(2 * SMALLEST)))).toBe(true);
}

describe('elementary functions of doubles', () => {
  it('have an exponential within 2^-49 of itself', () => {
    holdsAlways(
      fc.property(upTo(708), (x) => {
        expectBounded(exponential(x), exactly(x).exp(), 2 ** -49);
      }),
      2,
    );
    expect(exponential(0)).toEqual({ value: 1, error: 0 });
    for (const x of [-690, -692, -693.5, -694, -694.1, -700, -708]) {
      expectBounded(exponential(x), exactly(x).exp(), 2 ** -49);
    }
    for (const x of [709, Infinity, Number.NaN]) expect(exponential(x).error).toBe(Infinity);
    expect(exponential(-Infinity)).toEqual({ value: 0, error: SMALLEST });
  });

  it('have an exponential less one within 2^-47 of itself', () => {
    holdsAlways(
      fc.property(fc.oneof(upTo(30), upTo(0.36)), (x) => {
        expectBounded(exponentialLessOne(x), exactly(x).exp().minus(1), 2 ** -47);
      }),
      2,
    );
    expect(exponentialLessOne(0).value).toBe(0);
  });

  it('have logarithms, of 1 + s within 2^-47 of themselves and of x within two units', () => {
    holdsAlways(
      fc.property(upTo(1), upTo(620), (s, y) => {
        const more = Math.abs(s);
        expectBounded(logarithmOfOnePlus(more), exactly(more).plus(1).ln(), 2 ** -47);
        const x = Math.exp(y);
        const { value, error } = logarithm(x);
        expect(exactly(value).minus(exactly(x).ln()).abs().lte(exactly(error))).toBe(true);
        // Hardly more than what rounding the logarithm, and the product that verifies it, takes.
        expect(error).toBeLessThan(2 ** -47 + Math.abs(value) * 2 ** -52);
      }),
      2,
    );
    expect(logarithm(1)).toEqual({ value: 0, error: 0 });
    for (const x of [2 ** -900, 2 ** 900]) expect(logarithm(x).error).toBe(Infinity);
    for (const x of [2 ** -899, 2 ** 899]) expect(logarithm(x).error).toBeLessThan(2 ** -42);
    for (const x of [0, -1, Infinity, Number.NaN]) expect(logarithm(x).error).toBe(Infinity);
  });
});

describe('bounds that are carried on', () => {
  const relatives = fc.constantFrom(0, 2 ** -53, 2 ** -40, 2 ** -10);

  it('hold of every product of what may be meant, and hardly exceed the worst', () => {
    holdsAlways(
      fc.property(
        ...[upTo(1e6), upTo(1e6), upTo(1).map(Math.abs), relatives],
        (factor, value, off, relative) => {
          const error = Math.abs(value) * off;
          const product = timesBounded(factor, { value, error }, relative);
          const near = Rational.of(product.value);
          const worst = [1 - relative, 1 + relative].flatMap((share) =>
            [value - error, value + error].map((end) => {
              const meant = Rational.of(factor).multiply(Rational.of(share));
              return Math.abs(meant.multiply(Rational.of(end)).subtract(near).toNumber());
            }),
          );
          // Ends of what is meant were rounded themselves.
          const slack = Math.abs(factor * value) * 2 ** -51 + 2 * SMALLEST;
          expect(product.error).toBeGreaterThanOrEqual(Math.max(...worst) - slack);
          expect(product.error).toBeLessThanOrEqual(Math.max(...worst) * (1 + 2 ** -9) + slack);
        },
      ),
      5,
    );
    expect(timesBounded(3, { value: 0, error: 0 }).error).toBeGreaterThan(0);
    expect(timesBounded(3, { value: 2, error: 0 }).error).toBeGreaterThanOrEqual(6 * 2 ** -53);
    for (const factor of [1e200, Infinity, Number.NaN]) {
      expect(timesBounded(factor, { value: 1e200, error: 0 }).error).toBe(Infinity);
    }
  });

  it('grow by how far the argument is off times how steep the function is', () => {
    const { value, error } = movedBy(2 ** -40, 12, { value: 5, error: 2 ** -38 });
    expect(value).toBe(5);
    expect(error).toBeGreaterThanOrEqual(16 * 2 ** -40);
    expect(error).toBeLessThanOrEqual(16 * 2 ** -40 * (1 + 2 ** -48));
  });

  it('are relative to the magnitude, with room for what is too small', () => {
    const { value, error } = relatively(-8, 2 ** -40);
    expect(value).toBe(-8);
    expect(error).toBeGreaterThan(2 ** -37);
    expect(error).toBeLessThanOrEqual(2 ** -37 * (1 + 2 ** -49));
    expect(relatively(0, 2 ** -40).error).toBe(SMALLEST);
  });
});
