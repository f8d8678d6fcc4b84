import { describe, expect, it } from 'vitest';
import { Rational } from '../../exact/rational.js';
import { ExponentialSum } from './exponentialSum.js';
import { type LimitFraction, LimitFractions } from './limitFraction.js';
import { decideLogarithmSum } from './logarithmSum.js';

const number = (value: number) => Rational.of(value);
const term = (coefficient: number, exponent = 0) =>
  ExponentialSum.of(number(exponent), number(coefficient));

describe('sums of exponentials', () => {
  it('are 0 exactly when all terms cancel', () => {
    const square = term(1, 1).add(term(-1, 0));
    const expanded = term(1, 2).add(term(-2, 1)).add(term(1, 0));
    expect(square.multiply(square).subtract(expanded).isZero).toBe(true);
    expect(square.multiply(square).subtract(expanded.add(term(2 ** -300))).isZero).toBe(false);
  });

  it('tell exponents apart that are equal in float64', () => {
    const next = 1 + 2 ** -52;
    const difference = term(1, next).subtract(term(1, 1));
    expect(difference.isZero).toBe(false);
    expect(
      term(1, 2 ** 60)
        .multiply(term(1, next))
        .subtract(term(1, 2 ** 60).multiply(term(1, 1))).isZero,
    ).toBe(false);
  });

  it('know their sign only where all terms share it', () => {
    expect(term(1, 3).add(term(2)).evidentSign).toBe(1);
    expect(term(-1, 3).evidentSign).toBe(-1);
    expect(term(1, 3).subtract(term(2)).evidentSign).toBeNull();
    expect(ExponentialSum.zero.evidentSign).toBe(0);
  });

  it('have the sign of a term that outweighs all others, however small those are', () => {
    expect(term(1, -5).subtract(term(2, -300_000)).sign).toBe(1);
    expect(term(-1).add(term(1e300, -1e9)).sign).toBe(-1);
    // Less than the others together, and more than each.
    expect(term(-1).add(term(0.6, -0.01)).add(term(0.6, -0.02)).sign).toBe(1);
    expect(term(1).subtract(term(0.6, -0.01)).subtract(term(0.3, -0.02)).sign).toBe(1);
  });

  it('have a sign where float64 sees none, and none where 250 bits do not', () => {
    expect(term(1, 2 ** -60).subtract(term(1)).sign).toBe(1);
    expect(term(1, 2 ** -300).subtract(term(1)).sign).toBeNull();
  });

  it('are rational only without a proper exponential', () => {
    expect(term(0.5).rational!.toString()).toBe('1/2');
    expect(term(1, 1).rational).toBeNull();
  });

  it('are written largest exponent first', () => {
    expect(term(2, -1).add(term(-1)).toString()).toBe('−1 + 2·e^(−1)');
  });
});

describe('fractions over softmax denominators', () => {
  const fractions = new LimitFractions([term(1).add(term(1, -1)), term(2)]);

  it('sum the probabilities of a member to 1', () => {
    const p = [fractions.over(term(1), 0, 1), fractions.over(term(1, -1), 0, 1)];
    const one: LimitFraction = { ...fractions.zero, numerator: ExponentialSum.one };
    expect(fractions.subtract(fractions.sum(p), one).numerator.isZero).toBe(true);
    expect(fractions.toNumber(p[0])).toBeCloseTo(1 / (1 + Math.exp(-1)), 15);
  });

  it('divide by a constant denominator at once', () => {
    const half = fractions.over(term(1), 1, 1);
    expect(half.powers).toEqual([0, 0]);
    expect(fractions.toString(half)).toBe('1/2');
  });
});

describe('sums of logarithms', () => {
  const fractions = new LimitFractions([term(1).add(term(1, -1))]);
  const plain = (value: number): LimitFraction => ({ ...fractions.zero, numerator: term(value) });
  const one = plain(1);

  it('are 0 where weights of equal ratios cancel, or the ratio is 1', () => {
    const ratio = fractions.over(term(1), 0, 1);
    const again = fractions.multiply(ratio, one);
    expect(
      decideLogarithmSum(fractions, one, [
        { ratio, weight: [plain(3)] },
        { ratio: again, weight: [plain(-3)] },
        { ratio: one, weight: [plain(7)] },
      ]),
    ).toEqual({ zero: true });
  });

  it('are not 0 where float64 is sure', () => {
    expect(
      decideLogarithmSum(fractions, one, [{ ratio: plain(2), weight: [plain(0), plain(1)] }]),
    ).toEqual({ zero: false, component: 1, value: Math.LN2 });
  });

  it('are left open for relations between logarithms', () => {
    expect(
      decideLogarithmSum(fractions, one, [
        { ratio: plain(4), weight: [plain(1)] },
        { ratio: plain(2), weight: [plain(-2)] },
      ]),
    ).toBeNull();
  });
});
