import { describe, expect, it } from 'vitest';
import { Rational } from './rational.js';
import { Real } from './real.js';
import { cos, sin } from './trigonometric.js';

const fraction = (numerator: bigint, denominator: bigint) => new Rational(numerator, denominator);
const between = (lower: Rational, upper: Rational) => Real.between(lower, upper);
const width = ({ lower, upper }: Real) => upper.subtract(lower);
const isAtMost = (x: Rational, y: Rational) => x.compare(y) <= 0;
/** 2^-250 */
const FINE = fraction(1n, 1n << 250n);

describe('sine and cosine', () => {
  it('of 0 are 0 and 1, exactly', () => {
    for (const [found, right] of [
      [sin(Real.zero), 0],
      [cos(Real.zero), 1],
    ] as const) {
      expect(found.lower.compare(Rational.of(right))).toBe(0);
      expect(found.upper.compare(Rational.of(right))).toBe(0);
    }
  });

  it.each([1, -1, 0.5, 3, -40, 1e6, 2 ** 70, -(2 ** 200)])(
    'of %d are known to 2^-250, with squares that sum to 1',
    (x) => {
      const [s, c] = [sin(Real.of(x)), cos(Real.of(x))];
      expect(s.rational).toBeNull();
      for (const found of [s, c]) {
        expect(isAtMost(width(found), FINE)).toBe(true);
        expect(width(found).sign).toBe(1);
      }
      const sum = s.multiply(s).add(c.multiply(c));
      expect(isAtMost(sum.lower, Rational.one)).toBe(true);
      expect(isAtMost(Rational.one, sum.upper)).toBe(true);
    },
  );

  it.each([1, 1000, 2 ** 69, 2 ** 199])('of %d and of twice it agree, however far out', (x) => {
    const [half, whole] = [Real.of(x), Real.of(2 * x)];
    const product = sin(half).multiply(cos(half)).multiply(Real.of(2));
    const found = sin(whole);
    expect(isAtMost(found.lower, product.upper)).toBe(true);
    expect(isAtMost(product.lower, found.upper)).toBe(true);
  });

  it.each([0.25, 1, 2, 3.5, 5, 6])(
    'at %d are as in doubles, the sine odd, the cosine even',
    (x) => {
      for (const [of, known, sign] of [
        [sin, Math.sin(x), -1],
        [cos, Math.cos(x), 1],
      ] as const) {
        expect(of(Real.of(x)).lower.toNumber()).toBeCloseTo(known, 15);
        expect(of(Real.of(-x)).lower.toNumber()).toBeCloseTo(sign * known, 15);
      }
    },
  );

  it('of an enclosure are as wide as it, around the value in its middle', () => {
    const x = between(fraction(1n, 4n), fraction(3n, 4n));
    const middle = sin(Real.of(0.5));
    const found = sin(x);
    const quarter = fraction(1n, 4n);
    expect(found.lower.compare(middle.lower.subtract(quarter))).toBe(0);
    expect(found.upper.compare(middle.upper.add(quarter))).toBe(0);
  });

  it('of an enclosure stay within −1 and 1', () => {
    const around = (x: number) => between(Rational.of(x - 0.25), Rational.of(x + 0.25));
    const [high, low] = [sin(around(1.5)), sin(around(-1.5))];
    expect(high.upper.compare(Rational.one)).toBe(0);
    expect(high.lower.toNumber()).toBeCloseTo(Math.sin(1.5) - 0.25, 12);
    expect(low.lower.compare(Rational.of(-1))).toBe(0);
    expect(low.upper.toNumber()).toBeCloseTo(0.25 - Math.sin(1.5), 12);
  });

  it('of an enclosure of radius 1 or more say nothing, of a narrower one something', () => {
    const wide = sin(between(Rational.zero, Rational.of(2)));
    expect(wide.lower.compare(Rational.of(-1))).toBe(0);
    expect(wide.upper.compare(Rational.one)).toBe(0);
    const narrower = sin(between(Rational.of(0.125), Rational.of(2)));
    expect(narrower.lower.toNumber()).toBeCloseTo(Math.sin(1.0625) - 0.9375, 12);
  });
});
