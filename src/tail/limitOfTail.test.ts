import { describe, expect, it } from 'vitest';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { limitOfTail } from './limitOfTail.js';

const numbers = (limits: readonly Real[]) => limits.map((limit) => limit.toNumber());

describe('limitOfTail', () => {
  it('gives all to a class that leads alone', () => {
    expect(numbers(limitOfTail([1], [9, -5, 7].map(Real.of)))).toEqual([0, 1, 0]);
  });

  it('shares between tied classes by their intercepts, whichever is the larger', () => {
    const tied = [0, Math.log(2)].map(Real.of);
    for (const [intercept, expected] of [
      [
        [tied[0], Real.of(50), tied[1]],
        [1 / 3, 0, 2 / 3],
      ],
      [
        [tied[1], Real.of(50), tied[0]],
        [2 / 3, 0, 1 / 3],
      ],
    ] as const) {
      numbers(limitOfTail([0, 2], intercept)).forEach((limit, c) => {
        expect(limit).toBeCloseTo(expected[c], 14);
      });
    }
  });

  it('leaves the lesser of two tied classes a share, however far behind its intercept is', () => {
    for (const intercept of [
      [0, 20_000],
      [20_000, 0],
    ]) {
      const limits = limitOfTail([0, 1], intercept.map(Real.of));
      const lesser = limits[intercept.indexOf(0)];
      expect(lesser.sign).toBe(1);
      // e^−20000 is 10^−8685.88…
      expect(String(lesser.upper.denominator).length - String(lesser.upper.numerator).length).toBe(
        8685,
      );
      expect(limits[intercept.indexOf(20_000)].lower.compare(Rational.of(1 - 2 ** -53))).toBe(1);
    }
  });

  it('needs no exponential of a large number', () => {
    for (const intercept of [
      [0, 1e12],
      [1e12, 0],
    ]) {
      const limits = limitOfTail([0, 1], intercept.map(Real.of));
      expect(numbers(limits)).toEqual(intercept.map((a) => (a === 0 ? 0 : 1)));
    }
  });
});
