import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { Rational } from '../exact/rational.js';
import { clopperPearson } from './clopperPearson.js';

/** P(Bin(n, p) ≥ k), by exact fractions. */
function exactTail(n: number, p: number, k: number): number {
  const share = Rational.of(p);
  const rest = Rational.of(1).subtract(share);
  const power = (x: Rational, e: number) =>
    Array.from({ length: e }).reduce<Rational>((product) => product.multiply(x), Rational.of(1));
  let choose = Rational.of(1);
  let sum = Rational.of(0);
  for (let j = 0; j <= n; j++) {
    if (j >= k) sum = sum.add(choose.multiply(power(share, j)).multiply(power(rest, n - j)));
    choose = choose.multiply(Rational.of(n - j)).divide(Rational.of(j + 1));
  }
  return sum.toNumber();
}

describe("Clopper and Pearson's interval", () => {
  it('is in closed form where none, all, or one of two were found', () => {
    for (const n of [1, 2, 7, 60, 1000, 100_000]) {
      const none = clopperPearson(0, n);
      expect(none.lower).toBe(0);
      // Relative: the interval of a hundred thousand draws ends at 4e-5.
      const closed = -Math.expm1(Math.log(0.025) / n);
      expect(Math.abs(none.upper / closed - 1)).toBeLessThan(1e-10);
      const all = clopperPearson(n, n, 0.9);
      expect(all.upper).toBe(1);
      expect(Math.abs(all.lower - 0.05 ** (1 / n))).toBeLessThan(1e-11);
    }
    // P(Bin(2, p) ≥ 1) = 1 − (1 − p)², P(Bin(2, p) ≤ 1) = 1 − p².
    const one = clopperPearson(1, 2);
    expect(one.lower).toBeCloseTo(1 - Math.sqrt(0.975), 13);
    expect(one.upper).toBeCloseTo(Math.sqrt(0.975), 13);
  });

  it('ends where the exact binomial tails have half of what is left', () => {
    for (const [k, n, level] of [
      [3, 12, 0.95],
      [17, 20, 0.99],
      [20, 41, 0.5],
    ]) {
      const { lower, upper } = clopperPearson(k, n, level);
      expect(exactTail(n, lower, k)).toBeCloseTo((1 - level) / 2, 12);
      expect(1 - exactTail(n, upper, k + 1)).toBeCloseTo((1 - level) / 2, 12);
    }
  });

  it('refuses counts that are none', () => {
    expect(() => clopperPearson(3, 2)).toThrow(InputError);
    expect(() => clopperPearson(-1, 2)).toThrow(InputError);
    expect(() => clopperPearson(0.5, 2)).toThrow(InputError);
    expect(() => clopperPearson(0, 0)).toThrow(InputError);
    expect(() => clopperPearson(1, 2, 1)).toThrow(InputError);
  });
});
