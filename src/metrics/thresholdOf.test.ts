import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { ratesAt, thresholdOf, transportThreshold } from './thresholdOf.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('thresholdOf', () => {
  it('leaves at most the share above it, and is the least score that does', () => {
    for (const rate of [0, 0.05, 0.1, 0.29, 0.5, 0.95]) {
      const { threshold, flagged } = thresholdOf(upTo(20), rate);
      expect(flagged).toBeLessThanOrEqual(rate);
      const above = (at: number) => upTo(20).filter((score) => score > at).length / 20;
      if (threshold > 1) expect(above(threshold - 1)).toBeGreaterThan(rate);
    }
    // 0.29 · 100 is 28.999…, and 29 of 100 may be flagged.
    expect(thresholdOf(upTo(100), 0.29)).toMatchObject({ threshold: 71, flagged: 0.29 });
  });

  it('ties are not split: fewer are flagged', () => {
    expect(thresholdOf([1, 2, 2, 2], 0.5)).toMatchObject({ threshold: 2, flagged: 0 });
  });

  it('has the order statistics of the binomial for an interval', () => {
    // The median of ten: orders 2 and 9 have coverage 0.9785, orders 3 and 8 only 0.8906.
    expect(thresholdOf(upTo(10), 0.5)).toMatchObject({ lower: 2, upper: 9, level: 0.95 });
    // Of 58 scores the largest is not yet above the 95 % quantile with 97.5 %.
    expect(thresholdOf(upTo(58), 0.05).upper).toBe(Infinity);
    expect(thresholdOf(upTo(73), 0.05).upper).toBe(73);
    expect(thresholdOf([7], 0.5)).toMatchObject({ lower: -Infinity, upper: Infinity });
  });

  it('covers the quantile as often as it says, whatever the distribution', () => {
    let state = 7;
    const next = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return (state + 0.5) / 2 ** 32;
    };
    for (const quantileOf of [(u: number) => u, (u: number) => Math.tan(Math.PI * (u - 0.5))]) {
      let covered = 0;
      for (let round = 0; round < 1000; round++) {
        const { lower, upper } = thresholdOf(
          upTo(80).map(() => quantileOf(next())),
          0.1,
        );
        if (lower <= quantileOf(0.9) && quantileOf(0.9) <= upper) covered++;
      }
      // At least 0.95; three standard errors of 1000 rounds are 0.021.
      expect(covered / 1000).toBeGreaterThan(0.929);
    }
  });

  it('bounds the share of the distribution that it flags', () => {
    // With nothing above it: P(share ≤ x) = 1 − (1 − x)^n.
    expect(thresholdOf(upTo(58), 0).rateAtMost).toBeCloseTo(1 - 0.05 ** (1 / 58), 12);
    // P(Beta(6, 95) ≤ x) = P(Bin(100, x) ≥ 6).
    const { rateAtMost } = thresholdOf(upTo(100), 0.05);
    let below = 0;
    let term = (1 - rateAtMost) ** 100;
    for (let k = 0; k < 6; k++) {
      below += term;
      term *= ((100 - k) / (k + 1)) * (rateAtMost / (1 - rateAtMost));
    }
    expect(1 - below).toBeCloseTo(0.95, 10);
    expect(thresholdOf(upTo(100), 0.05, { level: 0.5 }).rateAtMost).toBeLessThan(rateAtMost);
  });

  it('ranks infinities and refuses NaN, shares above 1 and empty samples', () => {
    expect(thresholdOf([1, Infinity, 2], 0.34).threshold).toBe(2);
    expect(thresholdOf([1, Number.NaN, 2], 0.34, { nan: 'most-novel' }).threshold).toBe(2);
    for (const act of [
      () => thresholdOf([1, Number.NaN], 0.05),
      () => thresholdOf([], 0.05),
      () => thresholdOf([1], 5),
      () => thresholdOf([1], Number.NaN),
      () => thresholdOf([1], 0.05, { level: 95 }),
      () => ratesAt(Number.NaN, [1], [2]),
    ]) {
      expect(act).toThrow(InputError);
    }
  });
});

describe('transport', () => {
  it('flags the same share of another sample, whatever increasing map it went through', () => {
    const from = upTo(40);
    for (const map of [Math.exp, (x: number) => 1e6 + 1e3 * x]) {
      const to = from.map(map);
      expect(transportThreshold(38, from, to)).toMatchObject({ threshold: map(38), flagged: 0.05 });
    }
  });

  it('rates at a threshold set elsewhere', () => {
    const { threshold } = thresholdOf(upTo(20), 0.05);
    expect(ratesAt(threshold, [18, 19, 20, 21], [19, 20, 30])).toEqual({
      falsePositiveRate: 0.5,
      truePositiveRate: 2 / 3,
    });
  });
});
