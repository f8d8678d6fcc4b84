import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Interval } from './interval.js';
import { Rational } from './rational.js';

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
    fc.assert(
      fc.property(exactInterval, exactInterval, (x, y) => {
        const found = endsOf(ofIntervals(x, y)).map(String);
        expect(found).toEqual(rangeOf(x, y, ofNumbers).map(String));
      }),
      { numRuns: 1000 },
    );
  });

  it('encloses that of their ends, closely, where it is long', () => {
    const any = fc.oneof(longInterval, exactInterval);
    fc.assert(
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
      { numRuns: 1000 },
    );
  });
});
