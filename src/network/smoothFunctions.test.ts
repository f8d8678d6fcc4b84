import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Real } from '../exact/real.js';
import {
  celu,
  ERF,
  elu,
  GELU,
  GELU_TANH,
  LOG_SIGMOID,
  MISH,
  SELU,
  SIGMOID,
  SILU,
  SOFTSIGN,
  softplusOf,
  TANH,
} from './smoothFunctions.js';
import type { SmoothFunction } from './univariate.js';

const FUNCTIONS = [
  SIGMOID,
  TANH,
  ERF,
  GELU,
  GELU_TANH,
  SILU,
  MISH,
  softplusOf(Real.of(2)),
  LOG_SIGMOID,
  elu(Real.of(0.75)),
  celu(Real.of(0.5)),
  SELU,
  SOFTSIGN,
];

const point = fc.integer({ min: -12 * 64, max: 12 * 64 }).map((value) => value / 64);
const negative = (x: number): number => -x;
const runs = { numRuns: 15, seed: 3 };

/** How far a value is from what an asymptote, `slope·x + intercept`, says. */
function distanceTo({ left, right }: SmoothFunction, x: number, value: number): number {
  const { slope, intercept } = x > 0 ? right : left;
  return Math.abs(value - (slope.toNumber() * x + intercept.toNumber()));
}

describe.each(FUNCTIONS.map((f) => [f.name, f] as const))('%s', (_, f) => {
  test('float64 agrees with the enclosure', () => {
    fc.assert(
      fc.property(point, (x) => {
        const enclosed = f.enclose(Real.of(x));
        expect(enclosed.upper.subtract(enclosed.lower).toNumber()).toBeLessThan(1e-40);
        const off = Math.abs(f.evaluate(x) - enclosed.toNumber());
        expect(off).toBeLessThan(1e-13 * Math.max(1, Math.abs(x)));
      }),
      runs,
    );
  });

  test('float64 with a bound encloses the value, near 0 and far out', () => {
    const magnitude = fc.double({ min: 2 ** -40, max: 45, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(point, magnitude, magnitude.map(negative)), (x) => {
        const { value, error } = f.bounded(x);
        const enclosed = f.enclose(Real.of(x));
        const off = enclosed.subtract(Real.of(value)).absolute().upper;
        expect(off.compare(Real.of(error).lower)).toBeLessThanOrEqual(0);
        expect(error).toBeLessThan(1e-11 * Math.abs(value) + 2 ** -900);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  test('float64 with a bound encloses the value where exponentials end', () => {
    // e^−694 is the last that is not taken for 0, e^709 the last that is not too large.
    const ends = [345.9, 346.4, 346.6, 347.1, 692, 693.1, 693.9, 694.1, 700, 709.5, 745.2, 800];
    for (const x of ends.flatMap((end) => [end, -end])) {
      const { value, error } = f.bounded(x);
      if (error === Infinity) continue;
      const off = f.enclose(Real.of(x)).subtract(Real.of(value)).absolute().upper;
      expect(off.compare(Real.of(error).lower), `${x}`).toBeLessThanOrEqual(0);
    }
  });

  test('stays within the distance of its asymptotes, which never grows', () => {
    fc.assert(
      fc.property(point, (x) => {
        const magnitude = Math.abs(x);
        expect(distanceTo(f, x, f.evaluate(x))).toBeLessThanOrEqual(f.distance(magnitude) + 1e-12);
        expect(f.distance(magnitude + 0.5)).toBeLessThanOrEqual(f.distance(magnitude));
      }),
      runs,
    );
  });

  test('has no steeper chord than its Lipschitz constant', () => {
    fc.assert(
      fc.property(point, point, (x, y) => {
        const rise = Math.abs(f.evaluate(x) - f.evaluate(y));
        expect(rise).toBeLessThanOrEqual(f.lipschitz * Math.abs(x - y) + 1e-12);
      }),
      runs,
    );
  });

  test('is what its Taylor series says nearby, on either side', () => {
    fc.assert(
      fc.property(point, fc.constantFrom(-1, 1), (a, side) => {
        const step = side / 128;
        // A kink between the two points is none of the series' business.
        if (a !== 0 && Math.sign(a) !== Math.sign(a + step)) return;
        const series = f.taylor(Real.of(a), 12, side as -1 | 1)!;
        const sum = series.reduceRight((value, c) => value * step + c.toNumber(), 0);
        const truth = f.enclose(Real.of(a + step)).toNumber();
        expect(Math.abs(sum - truth)).toBeLessThan(1e-12 * Math.max(1, Math.abs(a)));
        expect(series[1].toNumber()).toBeCloseTo(
          a === 0 ? series[1].toNumber() : f.derivative(a),
          10,
        );
      }),
      runs,
    );
  });

  test('encloses its values on an interval', () => {
    fc.assert(
      fc.property(point, fc.nat(64), fc.nat(64), (a, width, at) => {
        const upper = a + width / 64;
        const inner = a + (Math.min(at, width) / 64) * 1;
        const wide = f.enclose(Real.of(a).hull(Real.of(upper)));
        const value = f.enclose(Real.of(inner));
        expect(wide.lower.compare(value.upper)).toBeLessThanOrEqual(0);
        expect(wide.upper.compare(value.lower)).toBeGreaterThanOrEqual(0);
      }),
      runs,
    );
  });
});

test('a wrong asymptote would be noticed', () => {
  const wrong: SmoothFunction = { ...GELU, left: { ...GELU.left, intercept: Real.of(0.01) } };
  expect(distanceTo(wrong, -8, wrong.evaluate(-8))).toBeGreaterThan(wrong.distance(8) + 1e-12);
});
