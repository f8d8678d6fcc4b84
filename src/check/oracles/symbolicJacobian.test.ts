import { describe, expect, it } from 'vitest';
import { symbolicJacobian } from './symbolicJacobian.js';

describe('the softmax differentiated symbolically', () => {
  const jacobian = symbolicJacobian(64);

  it('is ∓1/4 for two equal logits', () => {
    const quarter = [
      [0.25, -0.25],
      [-0.25, 0.25],
    ];
    expect(jacobian([0, 0])).toEqual(quarter);
    expect(jacobian([7e299, 7e299])).toEqual(quarter);
  });

  it('has rows and columns that sum to 0, for 2 to 4 classes', () => {
    for (const row of [
      [1, -2],
      [1, 2, 3],
      [0.5, -1, 4, 2],
    ]) {
      const entries = jacobian(row);
      entries.forEach((line, c) => {
        expect(Math.abs(line.reduce((sum, x) => sum + x, 0))).toBeLessThan(1e-16);
        line.forEach((entry, other) => {
          expect(entry).toBe(entries[other][c]);
          expect(Math.sign(entry)).toBe(c === other ? 1 : -1);
        });
      });
    }
  });

  it('takes a double for what it is, not for the decimals it is written with', () => {
    // 2251799813685247.75 is written 2251799813685247.8.
    const [[own]] = jacobian([2 ** 51 - 0.25, 2 ** 51]);
    const s = 1 / (1 + Math.exp(0.25));
    expect(own).toBeCloseTo(s * (1 - s), 14);
  });

  it('is 0 where one class has all probability that numbers can tell', () => {
    expect(
      jacobian([1e300, 0])
        .flat()
        .every((entry) => Math.abs(entry) === 0),
    ).toBe(true);
  });
});
