import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { classVariance } from './classVariance.js';
import { expectedEntropy, predictiveEntropy } from './entropy.js';
import { maximumSoftmaxProbability, oneMinusMaximum } from './maximumSoftmaxProbability.js';
import { mutualInformation } from './mutualInformation.js';
import { predict } from './prediction.js';
import { uncertainty } from './uncertainty.js';

/** One-hot members as logits. */
const first = [0, -Infinity];
const second = [-Infinity, 0];

describe('the metrics of one network', () => {
  it('say ln C for uniform and 0 for one-hot', () => {
    expect(predictiveEntropy([[3, 3, 3]])).toBe(Math.log(3));
    expect(maximumSoftmaxProbability([[3, 3, 3]])).toBe(1 / 3);
    expect(predictiveEntropy([[1e308, 0, -1e308]])).toBe(0);
    expect(maximumSoftmaxProbability([[1e308, 0, -1e308]])).toBe(1);
  });
  it('have no variance and no mutual information', () => {
    expect(classVariance([[0.3, 1.7, -2]])).toBe(0);
    expect(mutualInformation([[0.3, 1.7, -2]])).toBe(0);
  });
  it('keep their relative accuracy next to certainty', () => {
    // p_1 = ε = e^-100: H = ε(1 + 100) to first order.
    expect(predictiveEntropy([[0, -100]]) / (101 * Math.exp(-100))).toBeCloseTo(1, 12);
    expect(oneMinusMaximum([[0, -700]])).toBe(Math.exp(-700));
  });
});

describe('the metrics of an ensemble', () => {
  it('of two opposite certain members are at their maximum of disagreement', () => {
    expect(uncertainty([first, second])).toEqual({
      maximumSoftmaxProbability: 0.5,
      oneMinusMaximum: 0.5,
      classVariance: 0.25,
      predictiveEntropy: Math.LN2,
      expectedEntropy: 0,
      mutualInformation: expect.closeTo(Math.LN2, 15),
    });
  });
  it('are exactly those of one member when all agree, whatever their number', () => {
    const logits = [0.1, 0.7, -0.3];
    for (const size of [2, 3, 5, 6, 7, 10]) {
      const members = Array.from({ length: size }, () => logits);
      expect(classVariance(members)).toBe(0);
      expect(mutualInformation(members)).toBe(0);
      expect(predictiveEntropy(members)).toBe(predictiveEntropy([logits]));
      expect(maximumSoftmaxProbability(members)).toBe(maximumSoftmaxProbability([logits]));
    }
  });
  it('obey H = mutual information + expected entropy', () => {
    const members = [
      [0.2, 1.1, -0.4],
      [2, -1, 0.3],
      [-3, 0, 1],
    ];
    expect(mutualInformation(members)).toBeCloseTo(
      predictiveEntropy(members) - expectedEntropy(members),
      14,
    );
  });
  it('tell apart members that are both all but certain of the same class', () => {
    // p = (1 − ε, ε) and (1 − ε², ε²): MI = ε ln 2 − ε/2 · ... = (ε/2) ln 2 to first order.
    const value = mutualInformation([
      [0, -200],
      [0, -400],
    ]);
    expect(value / (0.5 * Math.LN2 * Math.exp(-200))).toBeCloseTo(1, 12);
    expect(
      classVariance([
        [0, -200],
        [0, -400],
      ]) /
        (Math.exp(-400) / 4),
    ).toBeCloseTo(1, 12);
  });
  it('are second order in a small disagreement, not noise', () => {
    // p = 1/2 ± η/4: MI = (η/2)²/2 to leading order.
    const eta = 1e-6;
    const value = mutualInformation([
      [eta, 0],
      [0, eta],
    ]);
    expect(value / (eta ** 2 / 8)).toBeCloseTo(1, 6);
  });
  it('are NaN if a logit is NaN', () => {
    for (const value of Object.values(
      uncertainty([
        [0, 1],
        [Number.NaN, 0],
      ]),
    )) {
      expect(value).toBeNaN();
    }
  });
});

describe('predict', () => {
  it('refuses ensembles without members, without classes, or with ragged ones', () => {
    expect(() => predict([])).toThrow(InputError);
    expect(() => predict([[]])).toThrow('predict: members[0].length=0 must be at least 1');
    expect(() => predict([[1, 2], [1], [1, 2, 3]])).toThrow(/2 problems[\s\S]*members\[2\]/);
  });
});
