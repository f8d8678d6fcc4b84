import { describe, expect, it } from 'vitest';
import { Real } from '../exact/real.js';
import { limitOfTail } from './limitOfTail.js';

const numbers = (limits: readonly Real[]) => limits.map((limit) => limit.toNumber());

describe('limitOfTail', () => {
  it('gives all to a class that leads alone', () => {
    expect(numbers(limitOfTail([1], [9, -5, 7].map(Real.of)))).toEqual([0, 1, 0]);
  });

  it('shares between tied classes by their intercepts, wherever the largest stands', () => {
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
});
