import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixedDouble } from '../../properties/doubles.js';
import { holdsAlways } from '../../properties/runs.js';
import { InputError } from '../errors/inputError.js';
import { Rational } from './rational.js';
import { Real } from './real.js';

const fraction = fc.oneof(
  fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 7 })),
  fc.tuple(fc.bigInt(-(1n << 300n), 1n << 300n), fc.bigInt(1n, 1n << 300n)),
  mixedDouble().map((x) => [x, 1] as const),
);
const rational = fraction.map(([numerator, denominator]) =>
  typeof numerator === 'bigint'
    ? new Rational(numerator, denominator as bigint)
    : Rational.of(numerator).divide(Rational.of(denominator as number)),
);
const width = fc.oneof(
  fc.constant(Rational.zero),
  rational.map(absolute),
  rational.map((x) => absolute(x).multiply(Rational.of(2 ** -200))),
);
/** Numbers known exactly, closely, and hardly; on one side of 0, on both, and from 0 on. */
const real = fc.oneof(
  { weight: 1, arbitrary: rational.map((x) => Real.ofRational(x)) },
  {
    weight: 3,
    arbitrary: fc.tuple(rational, width).map(([x, w]) => Real.between(x, x.add(w))),
  },
  { weight: 1, arbitrary: width.map((w) => Real.between(Rational.zero, w)) },
);

function absolute(x: Rational): Rational {
  return x.sign < 0 ? x.negate() : x;
}

const sorted = (numbers: readonly Rational[]) => [...numbers].sort((x, y) => x.compare(y));
const endsOf = ({ lower, upper }: Real) => [lower, upper];

/** The result encloses what is between the least and the greatest of some numbers, and hardly more. */
function expectEnclosed(result: Real, numbers: readonly Rational[]) {
  const least = sorted(numbers)[0];
  const greatest = sorted(numbers).at(-1)!;
  for (const [inside, outside, end] of [
    [greatest, result.upper, 'upper'],
    [least.negate(), result.lower.negate(), 'lower'],
  ] as const) {
    const excess = outside.subtract(inside);
    expect(excess.sign, end).toBeGreaterThanOrEqual(0);
    const allowed = absolute(inside).multiply(Rational.of(2 ** -254));
    expect(excess.compare(allowed), end).toBeLessThanOrEqual(0);
  }
}

const OPERATIONS = [
  ['sum', (x: Real, y: Real) => x.add(y), (a: Rational, b: Rational) => a.add(b)],
  ['difference', (x: Real, y: Real) => x.subtract(y), (a: Rational, b: Rational) => a.subtract(b)],
  ['product', (x: Real, y: Real) => x.multiply(y), (a: Rational, b: Rational) => a.multiply(b)],
  ['quotient', (x: Real, y: Real) => x.divide(y), (a: Rational, b: Rational) => a.divide(b)],
] as const;

describe.each(OPERATIONS)('the %s of numbers', (name, ofReals, ofRationals) => {
  it('is exact for fractions, and otherwise encloses those of the ends, closely', () => {
    holdsAlways(
      fc.property(real, real, (x, y) => {
        if (name === 'quotient' && !y.sign) {
          expect(() => ofReals(x, y)).toThrow(InputError);
          return;
        }
        const result = ofReals(x, y);
        const corners = endsOf(x).flatMap((a) => endsOf(y).map((b) => ofRationals(a, b)));
        if (x.rational && y.rational) expect(result.rational?.compare(corners[0])).toBe(0);
        else expectEnclosed(result, corners);
      }),
      5,
    );
  });
});

describe('a number', () => {
  it('less itself is 0, however little is known of it, and less its like is not', () => {
    const about = () => Real.between(Rational.of(1), Rational.of(2));
    const x = about();
    expect(x.subtract(x)).toBe(Real.zero);
    expect(x.subtract(about()).sign).toBe(null);
    expect(x.compare(x)).toBe(0);
    expect(x.compare(about())).toBe(null);
    expect(x.hull(x)).toBe(x);
    expect(x.maximum(x)).toBe(x);
  });

  it('compares as all that it may be does, or is not known to', () => {
    holdsAlways(
      fc.property(real, real, (x, y) => {
        const orders = endsOf(x).flatMap((a) => endsOf(y).map((b) => a.compare(b)));
        const all = (order: number) => orders.every((found) => found === order);
        const expected = all(-1) ? -1 : all(1) ? 1 : x.rational && y.rational ? 0 : null;
        expect(x.compare(y)).toBe(expected);
        const signs = endsOf(x).map(({ sign }) => sign);
        const known = signs[0] === signs[1] && (signs[0] !== 0 || x.rational !== null);
        expect(x.sign).toBe(known ? signs[0] : null);
        expect(x.isZero).toBe(x.sign === 0);
      }),
      5,
    );
    // 0 and 1 touch at 1: not known to be less.
    expect(Real.between(Rational.of(0), Rational.of(1)).compare(Real.one)).toBe(null);
    expect(Real.one.compare(Real.between(Rational.of(0), Rational.of(1)))).toBe(null);
  });

  it('has a magnitude, a larger and a hull that enclose closely', () => {
    holdsAlways(
      fc.property(real, real, (x, y) => {
        const magnitudes = endsOf(x).map(absolute);
        const passes = x.lower.sign * x.upper.sign < 0 ? [Rational.zero] : [];
        expectEnclosed(x.absolute(), [...magnitudes, ...passes]);
        expectEnclosed(x.hull(y), [...endsOf(x), ...endsOf(y)]);
        expectEnclosed(
          x.maximum(y),
          [0, 1].map((end) => sorted([endsOf(x)[end], endsOf(y)[end]])[1]),
        );
        expect(x.negate().lower.compare(x.upper.negate())).toBe(0);
        expect(x.negate().upper.compare(x.lower.negate())).toBe(0);
      }),
      2,
    );
  });

  it('has a root whose square encloses it, and is exact for squares of fractions', () => {
    holdsAlways(
      fc.property(rational, width, (base, w) => {
        const square = base.multiply(base);
        expect(Real.ofRational(square).squareRoot().rational?.compare(absolute(base))).toBe(0);
        const x = Real.between(square, square.add(w));
        const root = x.squareRoot();
        expect(root.lower.sign).toBeGreaterThanOrEqual(0);
        expectEnclosed(root.multiply(root), endsOf(x));
      }),
      1,
    );
    expect(() => Real.between(Rational.of(-1), Rational.of(1)).squareRoot()).toThrow(InputError);
  });

  it('is near a double in the middle of what is known', () => {
    expect(Real.between(Rational.of(1), Rational.of(4)).toNumber()).toBe(2.5);
    expect(Real.of(-0.1).toNumber()).toBe(-0.1);
    expect(Real.of(-0)).toBe(Real.zero);
    expect(Real.of(0.5).toString()).toBe('1/2');
    expect(Real.between(Rational.of(1), Rational.of(4)).toString()).toBe('[1/1, 4/1]');
  });

  it('keeps 256 bits of ends that have more, and short ends as they are', () => {
    const third = new Rational(1n, 3n);
    const { lower, upper } = Real.between(third, Rational.of(1));
    expect(lower.compare(third)).toBe(-1);
    expect(third.subtract(lower).compare(Rational.of(2 ** -255))).toBe(-1);
    expect(upper.compare(Rational.of(1))).toBe(0);
    expect(Real.between(third, third).rational).toBe(third);
    expect(lower.numerator.toString(2).length).toBeLessThanOrEqual(257);
  });

  it('is made of fractions, in order, and meets only its like', () => {
    expect(() => Real.between(Rational.of(2), Rational.of(1))).toThrow('must not exceed');
    for (const wrong of [0.5, null, undefined, 1n] as unknown as Rational[]) {
      expect(() => Real.ofRational(wrong)).toThrow(InputError);
      expect(() => Real.between(wrong, Rational.of(1))).toThrow(InputError);
    }
    const x = Real.between(Rational.of(1), Rational.of(2));
    for (const method of ['add', 'subtract', 'multiply', 'divide', 'hull', 'maximum', 'compare']) {
      const call = (other: unknown) =>
        (x as unknown as Record<string, (y: unknown) => void>)[method](other);
      for (const wrong of [1, 1n, null])
        expect(() => call(wrong), method).toThrow(`Real.${method}`);
    }
  });
});
