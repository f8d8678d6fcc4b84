import { describe, expect, it } from 'vitest';
import { Rational } from '../../exact/rational.js';
import { RootSum } from './rootSum.js';

const rational = (n: number, d = 1) => new Rational(BigInt(n), BigInt(d));
const root = (radicand: number, n = 1, d = 1) =>
  RootSum.root(rational(radicand)).scale(rational(n, d));

describe('RootSum', () => {
  it('recognises zero: √8 = 2√2, √4 = 2, √50 = √18 + √8', () => {
    expect(root(8).add(root(2, -2)).sign).toBe(0);
    expect(root(4).add(RootSum.of(rational(-2))).sign).toBe(0);
    expect(root(50).add(root(18, -1)).add(root(8, -1)).sign).toBe(0);
  });
  it('decides signs that float64 cannot: √(n² + 1) − n for n = 2^60', () => {
    const n = 2n ** 60n;
    const close = RootSum.root(new Rational(n * n + 1n, 1n)).add(RootSum.of(new Rational(-n, 1n)));
    expect(close.sign).toBe(1);
    expect(close.value).toBeCloseTo(2 ** -61, 30);
    expect(close.scale(rational(-1)).sign).toBe(-1);
  });
  it('agrees with float64 where that is accurate, up to three roots', () => {
    for (const [a, b, c, r] of [
      [2, 3, 5, -5],
      [2, 3, 5, -6],
      [7, 11, 13, -9],
      [10, 12, 15, -10],
    ] as const) {
      const sum = root(a)
        .add(root(b))
        .add(root(c))
        .add(RootSum.of(rational(r)));
      const float = Math.sqrt(a) + Math.sqrt(b) + Math.sqrt(c) + r;
      expect(sum.sign).toBe(Math.sign(float));
      expect(sum.value).toBeCloseTo(float, 12);
      const mixed = root(a)
        .add(root(b, -1))
        .add(root(c, 1, 2))
        .add(RootSum.of(rational(-1)));
      const mixedFloat = Math.sqrt(a) - Math.sqrt(b) + Math.sqrt(c) / 2 - 1;
      expect(mixed.sign).toBe(Math.sign(mixedFloat));
      expect(mixed.value).toBeCloseTo(mixedFloat, 12);
    }
  });
});
