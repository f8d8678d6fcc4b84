import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsAlways } from '../../properties/runs.js';
import { combination, Interval } from './interval.js';
import { Rational } from './rational.js';
import { Real } from './real.js';

/** Ends short enough that nothing is rounded: points, zeros, and intervals on either side of 0. */
const exactInterval = fc
  .tuple(fc.bigInt(-20n, 20n), fc.bigInt(0n, 9n), fc.integer({ min: -40, max: 40 }))
  .map(([lower, width, exponent]) => Interval.of(lower, lower + width, exponent));

/** Ends longer than are kept, at exponents far apart. */
const longInterval = fc
  .tuple(
    fc.bigInt(-(1n << 230n), 1n << 230n),
    fc.bigInt(0n, 1n << 200n),
    fc.integer({ min: -900, max: 900 }),
  )
  .map(([lower, width, exponent]) => Interval.of(lower, lower + width, exponent));

const endsOf = ({ lower, upper, exponent }: Interval) =>
  [lower, upper].map((mantissa) => Rational.ofDyadic({ mantissa, exponent }));

/** The least and the greatest that comes of a pair of ends. */
function rangeOf(x: Interval, y: Interval, apply: (a: Rational, b: Rational) => Rational) {
  const all = endsOf(x).flatMap((a) => endsOf(y).map((b) => apply(a, b)));
  all.sort((a, b) => a.compare(b));
  return [all[0], all.at(-1)!];
}

const OPERATIONS = [
  ['sum', (x: Interval, y: Interval) => x.add(y), (a: Rational, b: Rational) => a.add(b)],
  [
    'product',
    (x: Interval, y: Interval) => x.multiply(y),
    (a: Rational, b: Rational) => a.multiply(b),
  ],
] as const;

describe.each(OPERATIONS)('the %s of intervals', (_, ofIntervals, ofNumbers) => {
  it('is that of their ends, where it is short', () => {
    holdsAlways(
      fc.property(exactInterval, exactInterval, (x, y) => {
        const found = endsOf(ofIntervals(x, y)).map(String);
        expect(found).toEqual(rangeOf(x, y, ofNumbers).map(String));
      }),
      5,
    );
  });

  it('encloses that of their ends, closely, where it is long', () => {
    const any = fc.oneof(longInterval, exactInterval);
    holdsAlways(
      fc.property(any, any, (x, y) => {
        const result = ofIntervals(x, y);
        const [least, greatest] = rangeOf(x, y, ofNumbers);
        const [lower, upper] = endsOf(result);
        expect(lower.compare(least)).toBeLessThanOrEqual(0);
        expect(upper.compare(greatest)).toBeGreaterThanOrEqual(0);
        const size = endsOf(result).map(
          ({ numerator, denominator }) =>
            new Rational(numerator < 0n ? -numerator : numerator, denominator),
        );
        const largest = size[0].compare(size[1]) > 0 ? size[0] : size[1];
        const allowed = largest.multiply(Rational.of(2 ** -150));
        expect(least.subtract(lower).compare(allowed)).toBeLessThanOrEqual(0);
        expect(upper.subtract(greatest).compare(allowed)).toBeLessThanOrEqual(0);
      }),
      5,
    );
  });
});

/** Whole numbers, short and long, at exponents near and far. */
const rational = fc
  .tuple(
    fc.oneof(fc.bigInt(-20n, 20n), fc.bigInt(-(1n << 230n), 1n << 230n)),
    fc.oneof(fc.bigInt(1n, 9n), fc.bigInt(1n, 1n << 230n)),
  )
  .map(([numerator, denominator]) => new Rational(numerator, denominator));

const anyInterval = fc.oneof(longInterval, exactInterval);
const magnitudeOf = (x: Rational) => (x.sign < 0 ? x.negate() : x);

/** The interval reaches from about one number to about another, never less far. */
function expectEnds(result: Interval, least: Rational, greatest: Rational) {
  const [lower, upper] = endsOf(result);
  const largest = [least, greatest].map(magnitudeOf).sort((a, b) => b.compare(a))[0];
  const allowed = largest.multiply(Rational.of(2 ** -150));
  for (const excess of [least.subtract(lower), upper.subtract(greatest)]) {
    expect(excess.sign).toBeGreaterThanOrEqual(0);
    expect(excess.compare(allowed)).toBeLessThanOrEqual(0);
  }
}

describe('an interval', () => {
  it('encloses the fraction it is made of: exactly where that is short, else closely', () => {
    holdsAlways(
      fc.property(rational, rational, (x, y) => {
        expectEnds(Interval.ofRational(x), x, x);
        const exponent = -7;
        const short = Rational.ofDyadic({ mantissa: x.numerator % 999n, exponent });
        expect(endsOf(Interval.ofRational(short)).map(String)).toEqual([short, short].map(String));
        const [least, greatest] = x.compare(y) < 0 ? [x, y] : [y, x];
        expectEnds(Interval.ofReal(Real.between(least, greatest)), least, greatest);
        expectEnds(Interval.ofReal(Real.ofRational(x)), x, x);
        const there = Interval.ofRational(x).hull(Interval.ofRational(y));
        const back = there.toReal();
        expect([back.lower, back.upper].map(String)).toEqual(endsOf(there).map(String));
      }),
      2,
    );
    const third = new Rational(1n, 3n);
    const { lower, upper } = Interval.ofRational(third);
    expect(upper - lower).toBe(1n);
    expect(Interval.ofRational(Rational.zero)).toBe(Interval.zero);
  });

  it('has the sign that all it may be has, and 0 only where it is 0', () => {
    holdsAlways(
      fc.property(anyInterval, (x) => {
        const [lower, upper] = endsOf(x).map(({ sign }) => sign);
        expect(x.sign).toBe(lower > 0 ? 1 : upper < 0 ? -1 : lower || upper ? null : 0);
        const [least, greatest] = endsOf(x.negate());
        expect([least, greatest].map(String)).toEqual(
          endsOf(x)
            .reverse()
            .map((end) => end.negate().toString()),
        );
      }),
      2,
    );
    for (const [lower, upper] of [
      [0n, 1n],
      [-1n, 0n],
      [-1n, 1n],
    ]) {
      expect(Interval.of(lower, upper, 0).sign).toBe(null);
    }
  });

  it('has a reciprocal, from that of one end to that of the other', () => {
    holdsAlways(
      fc.property(anyInterval, (x) => {
        if (!x.sign) {
          expect(() => x.reciprocal()).toThrow(RangeError);
          return;
        }
        const [greatest, least] = endsOf(x).map((end) => Rational.of(1).divide(end));
        expectEnds(x.reciprocal(), least, greatest);
      }),
      3,
    );
  });

  it('has a hull with another from the lesser of the ends to the greater', () => {
    holdsAlways(
      fc.property(anyInterval, anyInterval, (x, y) => {
        const all = [...endsOf(x), ...endsOf(y)].sort((a, b) => a.compare(b));
        expectEnds(x.hull(y), all[0], all[3]);
      }),
      2,
    );
  });

  it('combines with weights to an enclosure of every sum, close to the largest term', () => {
    const weight = fc
      .tuple(fc.bigInt(-(1n << 53n), 1n << 53n), fc.integer({ min: -80, max: 80 }))
      .map(([mantissa, exponent]) => ({ mantissa, exponent }));
    holdsAlways(
      fc.property(fc.array(fc.tuple(weight, anyInterval), { maxLength: 4 }), (terms) => {
        const found = combination(
          terms.map(([w]) => w),
          terms.map(([, x]) => x),
        );
        let [least, greatest, largest] = [Rational.zero, Rational.zero, Rational.zero];
        for (const [w, x] of terms) {
          const ends = endsOf(x).map((end) => end.multiply(Rational.ofDyadic(w)));
          ends.sort((a, b) => a.compare(b));
          least = least.add(ends[0]);
          greatest = greatest.add(ends[1]);
          for (const end of ends.map(magnitudeOf)) if (end.compare(largest) > 0) largest = end;
        }
        const allowed = largest.multiply(Rational.of(2 ** -150));
        const [lower, upper] = endsOf(found);
        for (const excess of [least.subtract(lower), upper.subtract(greatest)]) {
          expect(excess.sign).toBeGreaterThanOrEqual(0);
          expect(excess.compare(allowed)).toBeLessThanOrEqual(0);
        }
      }),
      3,
    );
    expect(combination([], [])).toBe(Interval.zero);
    const one = { mantissa: 1n, exponent: 0 };
    const unit = Interval.of(1n, 1n, 0);
    for (const [weight, x] of [
      [one, Interval.of(0n, 0n, 900)],
      [{ mantissa: 0n, exponent: 900 }, unit],
    ] as const) {
      expect(endsOf(combination([weight, one], [x, unit])).map(String)).toEqual(['1/1', '1/1']);
    }
  });

  it('is near a double in its middle, and keeps ends of up to 192 bits as they are', () => {
    holdsAlways(
      fc.property(anyInterval, (x) => {
        const [lower, upper] = endsOf(x);
        const middle = lower.add(upper).multiply(Rational.of(0.5)).toNumber();
        if (!Number.isFinite(middle)) {
          expect(x.toNumber()).toBe(middle);
          return;
        }
        // The 64 bits of the sum that are kept are cut, which weighs less than a unit of a double.
        expect(Math.abs(x.toNumber() - middle)).toBeLessThanOrEqual(Math.abs(middle) * 2 ** -52);
      }),
      2,
    );
    const long = (1n << 192n) - 1n;
    expect(Interval.of(long - 1n, long, 0)).toMatchObject({ lower: long - 1n, upper: long });
    const least = Interval.of(-long, 0n, 0);
    expect(least).toMatchObject({ lower: -long, upper: 0n, exponent: 0 });
    for (const end of [long + 1n, -long - 1n]) {
      expect(Interval.of(end, end, 0).exponent).toBe(33);
    }
    const longer = Interval.of(long, long + 2n, 0);
    expect([longer.exponent, longer.lower < 1n << 161n]).toEqual([33, true]);
  });
});
