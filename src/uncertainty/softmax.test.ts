import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { complements, logComplements, logOdds } from './complements.js';
import { logSumExp } from './logSumExp.js';
import { logSoftmax, softmax } from './softmax.js';

describe('logSumExp', () => {
  it('keeps terms far below an ulp of the sum', () => {
    expect(logSumExp([0, -50])).toBe(Math.exp(-50));
  });
  it('neither overflows nor underflows', () => {
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 12);
    expect(logSumExp([-1e308, 1e308])).toBe(1e308);
    expect(logSumExp([-1e308, -1e308])).toBe(-1e308);
  });
  it('has the limits of the sum at infinity', () => {
    expect(logSumExp([])).toBe(-Infinity);
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
    expect(logSumExp([Infinity, 0])).toBe(Infinity);
    expect(logSumExp([Infinity, -Infinity, Infinity])).toBe(Infinity);
    expect(logSumExp([-Infinity, 2])).toBe(2);
  });
  it('gives NaN for NaN, wherever it stands', () => {
    expect(logSumExp([Number.NaN, 1])).toBeNaN();
    expect(logSumExp([Infinity, Number.NaN])).toBeNaN();
    expect(logSumExp([-Infinity, Number.NaN, 5])).toBeNaN();
  });
});

describe('softmax', () => {
  it('gives the probabilities', () => {
    const [first, second] = softmax([0, Math.log(3)]);
    expect(first).toBeCloseTo(0.25, 15);
    expect(second).toBeCloseTo(0.75, 15);
  });
  it('is one-hot at a gap of 2e308, which overflows as a difference', () => {
    expect([...softmax([1e308, -1e308, -1e308])]).toEqual([1, 0, 0]);
  });
  it('represents probabilities down to the subnormal limit', () => {
    expect(softmax([0, -744])[1]).toBe(Math.exp(-744));
    expect(softmax([0, -744])[1]).toBeGreaterThan(0);
  });
  it('shares the mass among logits tied at the same infinity', () => {
    expect([...softmax([Infinity, 1e308, -Infinity])]).toEqual([1, 0, 0]);
    expect([...softmax([Infinity, 3, Infinity])]).toEqual([0.5, 0, 0.5]);
    expect([...softmax([-Infinity, -Infinity])]).toEqual([0.5, 0.5]);
    expect([...softmax([-Infinity, -1e308])]).toEqual([0, 1]);
  });
  it('is all NaN if one logit is NaN', () => {
    expect([...softmax([Infinity, Number.NaN])]).toEqual([Number.NaN, Number.NaN]);
    expect([...logSoftmax([0, Number.NaN])]).toEqual([Number.NaN, Number.NaN]);
    expect([...complements([Number.NaN, 0])]).toEqual([Number.NaN, Number.NaN]);
    expect([...logComplements([Number.NaN, 0])]).toEqual([Number.NaN, Number.NaN]);
  });
  it('refuses no classes at all', () => {
    expect(() => softmax([])).toThrow(InputError);
    expect(() => logSoftmax([])).toThrow('logSoftmax: logits.length=0 must be at least 1');
    expect(() => complements([])).toThrow(InputError);
  });
});

describe('logSoftmax', () => {
  it('is finite where the probability underflows', () => {
    expect([...logSoftmax([0, -2000])]).toEqual([0, -2000]);
  });
  it('is accurate near 0', () => {
    expect(logSoftmax([0, -50])[0]).toBe(-Math.exp(-50));
  });
  it('has the limits of softmax', () => {
    expect([...logSoftmax([Infinity, Infinity, 0])]).toEqual([-Math.LN2, -Math.LN2, -Infinity]);
    expect([...logSoftmax([1e308, -1e308])]).toEqual([0, -Infinity]);
  });
});

describe('complements', () => {
  it('are the sums of the other probabilities', () => {
    expect([...complements([0, -50])]).toEqual([Math.exp(-50), 1]);
    expect(complements([0, -744])[0]).toBe(Math.exp(-744));
    expect([...complements([7, 7])]).toEqual([0.5, 0.5]);
    expect([...complements([3])]).toEqual([0]);
  });
  it('have logarithms that are finite where they underflow', () => {
    expect([...logComplements([0, -2000])]).toEqual([-2000, 0]);
    expect(logComplements([1, 1])[0]).toBeCloseTo(-Math.LN2, 15);
    expect(logComplements([5])[0]).toBe(-Infinity);
    expect([...logComplements([Infinity, 0])]).toEqual([-Infinity, 0]);
  });
  it('give the log-odds of one class', () => {
    expect(logOdds([3, 1], 0)).toBe(2);
    expect(logOdds([0, 0, 0], 1)).toBeCloseTo(-Math.LN2, 15);
    expect(logOdds([1e308, 1e308 - 2e292], 0)).toBe(1e308 - (1e308 - 2e292));
    expect(logOdds([4], 0)).toBe(Infinity);
  });
});

it('complements of infinite logits are those of their limits', () => {
  expect(complements([Infinity, 0, Infinity])).toEqual(Float64Array.of(0.5, 1, 0.5));
  expect(complements([-Infinity, -Infinity])).toEqual(Float64Array.of(0.5, 0.5));
});
