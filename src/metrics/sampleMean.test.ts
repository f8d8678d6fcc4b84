import { describe, expect, it } from 'vitest';
import { holm } from './holm.js';
import { incompleteBeta } from './incompleteBeta.js';
import { chanceBelow, meanInterval, sampleMean, welchTest } from './sampleMean.js';
import { criticalValue, upperTail } from './studentT.js';

describe("Student's t", () => {
  it.each([
    // Tables of the distribution, two-sided 95 % and 99 %.
    [0.025, 1, 12.706204736],
    [0.025, 2, 4.30265273],
    [0.025, 4, 2.776445105],
    [0.005, 9, 3.249835542],
    [0.025, 30, 2.042272456],
    [0.025, 1e6, 1.959966],
  ])('is exceeded with chance %d at %d degrees at %d', (chance, freedom, t) => {
    expect(criticalValue(chance, freedom)).toBeCloseTo(t, 5);
    expect(upperTail(t, freedom)).toBeCloseTo(chance, 7);
    expect(upperTail(-t, freedom)).toBeCloseTo(1 - chance, 7);
  });

  it('has closed forms at one and two degrees', () => {
    for (const t of [-30, -1.3, -0.1, 0, 0.4, 2, 77]) {
      expect(upperTail(t, 1)).toBeCloseTo(0.5 - Math.atan(t) / Math.PI, 12);
      expect(upperTail(t, 2)).toBeCloseTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), 12);
    }
    expect(upperTail(Infinity, 3)).toBe(0);
    expect(upperTail(-Infinity, 3)).toBe(1);
  });
});

describe('the incomplete beta function', () => {
  it('is a binomial tail at whole numbers', () => {
    // P(at least 3 of 7 at 0.3)
    const choose = [1, 7, 21, 35, 35, 21, 7, 1];
    const tail = choose.reduce(
      (sum, ways, k) => (k < 3 ? sum : sum + ways * 0.3 ** k * 0.7 ** (7 - k)),
      0,
    );
    expect(incompleteBeta(0.3, 3, 5)).toBeCloseTo(tail, 12);
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
  });
});

describe('means of repeated measurements', () => {
  it('has the interval of the textbook', () => {
    // Mean 3, standard deviation √2.5, of five: 3 ± 2.776·√0.5.
    const { lower, upper } = meanInterval(sampleMean([1, 2, 3, 4, 5]));
    expect(lower).toBeCloseTo(3 - 2.776445105 * Math.SQRT1_2, 6);
    expect(upper).toBeCloseTo(3 + 2.776445105 * Math.SQRT1_2, 6);
  });

  it('knows nothing of the spread of a single value', () => {
    expect(meanInterval(sampleMean([7]))).toEqual({ lower: -Infinity, upper: Infinity });
    expect(chanceBelow(sampleMean([7]), 100)).toBe(1);
    expect(welchTest(sampleMean([7]), sampleMean([1, 2]))).toBe(1);
  });

  it('tests one side and agrees with the interval', () => {
    const five = sampleMean([1, 2, 3, 4, 5]);
    expect(chanceBelow(five, meanInterval(five).upper)).toBeCloseTo(0.025, 9);
    expect(chanceBelow(five, 3)).toBeCloseTo(0.5, 9);
    expect(chanceBelow(sampleMean([2, 2]), 3)).toBe(0);
    expect(chanceBelow(sampleMean([2, 2]), 2)).toBe(1);
  });

  it("is Welch's test on the data of his follower", () => {
    // scipy.stats.ttest_ind(a, b, equal_var=False).pvalue
    const a = [
      27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4,
    ];
    const b = [
      27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 24.4,
    ];
    expect(welchTest(sampleMean(a), sampleMean(b))).toBeCloseTo(0.008071938172, 9);
    expect(welchTest(sampleMean([1, 1]), sampleMean([1, 1]))).toBe(1);
    expect(welchTest(sampleMean([1, 1]), sampleMean([2, 2]))).toBe(0);
  });
});

describe('holm', () => {
  it('multiplies the smallest by the number of tests, the next by one less, and keeps the order', () => {
    expect(holm([0.04, 0.01, 0.03])).toEqual([0.06, 0.03, 0.06]);
    expect(holm([0.5, 0.9])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});
