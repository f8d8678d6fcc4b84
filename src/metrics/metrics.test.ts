import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { auroc } from './auroc.js';
import { averagePrecision } from './averagePrecision.js';
import { bootstrapInterval } from './bootstrapInterval.js';
import { cea2024Metrics } from './cea2024Metrics.js';
import { deLongInterval } from './deLongInterval.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import { rankingMetrics } from './rankingMetrics.js';

describe('auroc', () => {
  it('counts a tie as half a win', () => {
    expect(auroc([0, 1], [1, 2])).toBe(0.875);
    expect(auroc([1, 1], [1])).toBe(0.5);
  });
  it('ranks infinities: +∞ above and −∞ below everything finite', () => {
    expect(auroc([0, 1e308], [Infinity])).toBe(1);
    expect(auroc([0], [-Infinity, Infinity])).toBe(0.5);
    expect(auroc([Infinity], [Infinity])).toBe(0.5);
  });
  it('refuses NaN unless told how to rank it', () => {
    expect(() => auroc([0], [1, Number.NaN])).toThrow(/ood\[1\]=NaN must not be NaN/);
    expect(auroc([0], [Number.NaN], { nan: 'most-novel' })).toBe(1);
    expect(auroc([0], [Number.NaN], { nan: 'least-novel' })).toBe(0);
  });
  it('refuses an empty sample', () => {
    expect(() => auroc([], [1])).toThrow(InputError);
  });
});

describe('falsePositiveRate', () => {
  const id = Array.from({ length: 20 }, (_, i) => i);
  it('is the share of in-distribution flagged when 95 % of the out-of-distribution are', () => {
    const ood = [0.5, ...Array.from({ length: 19 }, (_, i) => 100 + i)];
    expect(falsePositiveRate(id, ood)).toBe(0);
    expect(falsePositiveRate(id, ood, { truePositiveRate: 1 })).toBe(19 / 20);
  });
  it('takes the other convention on request', () => {
    expect(falsePositiveRate([0, 10], [5, 20], { positive: 'id' })).toBe(0.5);
  });
  it('refuses a percentage', () => {
    expect(() => falsePositiveRate([0], [1], { truePositiveRate: 95 })).toThrow(/0.95 and not 95/);
  });
});

describe('averagePrecision', () => {
  it('is AUPR-out for positive ood and AUPR-in for positive id, and the two differ', () => {
    // Novelty from high to low: ood, id, id. Precision at the one positive is 1.
    expect(averagePrecision([0, 1], [2], { positive: 'ood' })).toBe(1);
    // ood, id, ood, id: positives at ranks 1 and 3.
    expect(averagePrecision([0, 2], [1, 3], { positive: 'ood' })).toBeCloseTo((1 + 2 / 3) / 2, 15);
    // From the other side: id, ood, id, ood.
    expect(averagePrecision([0, 2], [1, 3], { positive: 'id' })).toBeCloseTo((1 + 2 / 3) / 2, 15);
    expect(averagePrecision([1], [0, 2], { positive: 'id' })).toBe(0.5);
    expect(averagePrecision([1], [0, 2], { positive: 'ood' })).toBeCloseTo((1 + 2 / 3) / 2, 15);
  });
  it('takes all of a tie at once', () => {
    expect(averagePrecision([1, 1], [1, 1], { positive: 'ood' })).toBe(0.5);
  });
});

describe('intervals', () => {
  const id = Array.from({ length: 50 }, (_, i) => Math.sin(i * 12.9898) * 2);
  const ood = Array.from({ length: 40 }, (_, i) => Math.sin(i * 78.233) * 2 + 1);
  it('DeLong agrees with the variance of the pairwise kernel computed by definition', () => {
    const { estimate, upper } = deLongInterval(id, ood);
    const kernel = (x: number, y: number) => (y > x ? 1 : y === x ? 0.5 : 0);
    const overId = ood.map((y) => id.reduce((s, x) => s + kernel(x, y), 0) / id.length);
    const overOod = id.map((x) => ood.reduce((s, y) => s + kernel(x, y), 0) / ood.length);
    const variance = (v: number[]) =>
      v.reduce((s, a) => s + (a - estimate) ** 2, 0) / (v.length - 1);
    const deviation = Math.sqrt(variance(overId) / ood.length + variance(overOod) / id.length);
    expect((upper - estimate) / deviation).toBeCloseTo(1.959963984540054, 12);
  });
  it('a bootstrap interval is reproducible, and close to DeLong', () => {
    const first = bootstrapInterval(auroc, id, ood, { seed: 7 });
    expect(bootstrapInterval(auroc, id, ood, { seed: 7 })).toEqual(first);
    expect(bootstrapInterval(auroc, id, ood, { seed: 8 })).not.toEqual(first);
    const exact = deLongInterval(id, ood);
    expect(Math.abs(first.lower - exact.lower)).toBeLessThan(0.03);
    expect(Math.abs(first.upper - exact.upper)).toBeLessThan(0.03);
  });
});

describe('cea2024Metrics', () => {
  it('deletes what is not finite, which hides a detector that overflows', () => {
    const scores = [Number.NaN, -Infinity, 3];
    expect(cea2024Metrics([0, 1], scores)!.auroc).toBe(1);
    expect(rankingMetrics([0, 1], [-Infinity, -Infinity, 3]).auroc).toBeCloseTo(1 / 3, 15);
  });
  it('has the degenerate values of the source when a sample is empty', () => {
    expect(cea2024Metrics([0, 1], [Number.NaN])).toEqual({
      auroc: Number.NaN,
      fpr95: 0,
      auprIn: 1,
      auprOut: 0.5,
    });
    expect(cea2024Metrics([Number.NaN], [Infinity])).toBeNull();
  });
  it('looks fpr up on the thinned curve: equal steps are one step', () => {
    // Every score holds one of each: the curve is one straight line to (1, 1).
    const scores = Array.from({ length: 100 }, (_, i) => i);
    expect(cea2024Metrics(scores, scores)!.fpr95).toBe(1);
    expect(rankingMetrics(scores, scores).fpr95).toBe(0.95);
  });
});
