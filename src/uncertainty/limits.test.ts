import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { Rational } from '../exact/rational.js';
import { readNetwork } from '../network/networkFile.js';
import { exactTail } from '../tail/exactTail.js';
import { tail } from '../tail/tail.js';
import { certaintyIsPerfect, limitDistribution, limitUncertainty, type TailEnd } from './limits.js';

function end(top: number[], intercept: number[]): TailEnd {
  const regime =
    top.length === 1 ? 'saturating' : top.length === intercept.length ? 'flat' : 'tied';
  return { regime, top, intercept: intercept.map(Rational.of) };
}

describe('limitDistribution', () => {
  it('of a saturating tail is one-hot, exactly, whatever the intercepts', () => {
    const { exact, probabilities, logits } = limitDistribution(end([1], [1e300, -5, 3]));
    expect(exact!.map(String)).toEqual(['0/1', '1/1', '0/1']);
    expect([...probabilities]).toEqual([0, 1, 0]);
    expect([...logits]).toEqual([-Infinity, 0, -Infinity]);
  });
  it('of a tied tail is the softmax of the intercepts on the top set', () => {
    const { exact, probabilities } = limitDistribution(end([0, 2], [1, 700, 2]));
    expect(exact).toBeNull();
    expect(probabilities[2]).toBeCloseTo(1 / (1 + Math.exp(-1)), 15);
    expect(probabilities[1]).toBe(0);
  });
  it('is rational exactly when the intercepts on the top set are equal', () => {
    expect(limitDistribution(end([0, 1, 2], [4, 4, 4])).exact!.map(String)).toEqual([
      '1/3',
      '1/3',
      '1/3',
    ]);
    // One ulp apart: not a tie, although the softmax in float64 is.
    const near = limitDistribution(end([0, 1], [1, 1 + 2 ** -52]));
    expect(near.exact).toBeNull();
    expect(near.logits[0]).toBe(-(2 ** -52));
  });
  it('takes differences exactly before it rounds', () => {
    const tail: TailEnd = {
      regime: 'flat',
      top: [0, 1],
      intercept: [Rational.of(1e300).add(Rational.of(1)), Rational.of(1e300)],
    };
    expect([...limitDistribution(tail).logits]).toEqual([0, -1]);
  });
});

describe('the tails that farfield returns', () => {
  const member = (slopes: number[]) =>
    readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs: 1,
      layers: [{ type: 'dense', weights: slopes.map((slope) => [slope]), bias: [0, 0, 0] }],
    });
  const networks = [member([1, 0, 0]), member([0, 2, 2])];
  it.each([
    ['tail', tail],
    ['exactTail', exactTail],
  ])('are taken as %s gives them', (_, tailOf) => {
    const tails = networks.map((network) => tailOf(network, [0], [1]));
    expect(limitUncertainty(tails).mean!.map(String)).toEqual(['1/2', '1/4', '1/4']);
    expect(limitDistribution(tails[1]).exact!.map(String)).toEqual(['0/1', '1/2', '1/2']);
    expect(certaintyIsPerfect(tails.slice(0, 1))).toBe(true);
    expect(certaintyIsPerfect(tails)).toBe(false);
  });
});

describe('limitUncertainty', () => {
  it('of one tied network stays short of certainty', () => {
    const limits = limitUncertainty([end([0, 1], [0, 0, 9])]);
    expect(limits.maximumSoftmaxProbability).toEqual({
      value: 0.5,
      exact: new Rational(1n, 2n),
      expression: '1/2',
    });
    expect(limits.predictiveEntropy).toEqual({
      value: Math.LN2,
      exact: null,
      expression: 'ln 2',
    });
    expect(limits.mutualInformation.exact).toEqual(Rational.zero);
    expect(limits.certaintyIsPerfect).toBe(false);
  });
  it('of saturating members are those of the vote shares', () => {
    const limits = limitUncertainty([
      end([0], [1, 2, 3]),
      end([0], [0, 0, 0]),
      end([2], [5, 5, 5]),
    ]);
    expect(limits.voteShares!.map(String)).toEqual(['2/3', '0/1', '1/3']);
    expect(limits.maximumSoftmaxProbability.expression).toBe('2/3');
    // (1/C) Σ w(1 − w) = (2/9 + 0 + 2/9)/3
    expect(limits.classVariance.expression).toBe('4/27');
    expect(limits.predictiveEntropy.expression).toBe('2/3 ln(3/2) + 1/3 ln(3)');
    const entropy = (2 / 3) * Math.log(3 / 2) + Math.log(3) / 3;
    expect(limits.predictiveEntropy.value).toBeCloseTo(entropy, 15);
    expect(limits.mutualInformation).toEqual(limits.predictiveEntropy);
    expect(limits.expectedEntropy.exact).toEqual(Rational.zero);
  });
  it('of two opposite members are at the maximum of disagreement', () => {
    const limits = limitUncertainty([end([0], [0, 0]), end([1], [0, 0])]);
    expect(limits.mutualInformation).toEqual({ value: Math.LN2, exact: null, expression: 'ln 2' });
    expect(limits.classVariance.value).toBe(0.25);
    expect(limits.certaintyIsPerfect).toBe(false);
  });
  it('of members that agree up to a shift have no disagreement, decided exactly', () => {
    const limits = limitUncertainty([end([0, 1], [0, 1, 5]), end([0, 1], [7, 8, -2])]);
    expect(limits.membersAgree).toBe(true);
    expect(limits.classVariance.exact).toEqual(Rational.zero);
    expect(limits.mutualInformation.exact).toEqual(Rational.zero);
    expect(limits.expectedEntropy).toEqual(limits.predictiveEntropy);
    expect(limits.maximumSoftmaxProbability.exact).toBeNull();
    expect(limitUncertainty([end([0, 1], [0, 1]), end([0, 1], [7, 9])]).membersAgree).toBe(false);
  });
  it('of a mixed ensemble are those of the limit distributions', () => {
    const limits = limitUncertainty([end([0], [0, 0, 0]), end([1, 2], [0, 0, 0])]);
    expect(limits.mean!.map(String)).toEqual(['1/2', '1/4', '1/4']);
    expect(limits.voteShares).toBeNull();
    expect(limits.expectedEntropy.value).toBeCloseTo(Math.LN2 / 2, 15);
    expect(limits.mutualInformation.value).toBeCloseTo(Math.LN2, 15);
  });
});

describe('certaintyIsPerfect', () => {
  it('holds iff every member saturates to one class', () => {
    expect(certaintyIsPerfect([end([1], [0, 0]), end([1], [3, -3])])).toBe(true);
    expect(certaintyIsPerfect([end([1], [0, 0]), end([0], [0, 0])])).toBe(false);
    expect(certaintyIsPerfect([end([1], [0, 0]), end([0, 1], [0, 0])])).toBe(false);
    expect(certaintyIsPerfect([end([0], [0])])).toBe(true);
  });
});

describe('bad tails', () => {
  it('are refused, all problems at once', () => {
    expect(() => limitUncertainty([])).toThrow(InputError);
    expect(() => limitUncertainty([end([0], [0, 0]), end([0], [0, 0, 0])])).toThrow(
      'tails[1].intercept.length=3 must equal the 2 classes of tails[0]',
    );
    expect(() => limitDistribution(end([1, 0], [0, 0]))).toThrow('must be ascending');
    expect(() => limitDistribution(end([], [0, 0]))).toThrow(InputError);
    expect(() => limitDistribution({ ...end([0], [0, 0]), regime: 'flat' })).toThrow('regime');
    expect(() => limitDistribution({ ...end([0, 1], [0, 0]), regime: 'tied' })).toThrow('regime');
    expect(() => limitDistribution({ ...end([1], [0, 0]), intercept: [] })).toThrow(
      'tail.intercept.length=0 must be at least 1',
    );
  });
});
