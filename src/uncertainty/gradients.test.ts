import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { inputGradient } from './inputGradient.js';
import {
  classVarianceGradient,
  expectedEntropyGradient,
  mutualInformationGradient,
  predictiveEntropyGradient,
} from './metricGradients.js';
import { maximumGradient, probabilityGradient } from './probabilityGradient.js';
import { logOfScaled, multiplyScaled, scaled, scaledExp, scaledToNumber } from './scaled.js';
import { softmaxJacobian } from './softmaxJacobian.js';
import { uncertaintyGradients } from './uncertaintyGradients.js';

describe('the gradient of a probability', () => {
  it('is a row of the softmax Jacobian', () => {
    const logits = [0.3, -1, 2];
    softmaxJacobian(logits).forEach((row, c) => {
      const gradient = probabilityGradient([logits], c).values[0];
      row.forEach((entry, column) => {
        expect(gradient[column]).toBeCloseTo(entry, 15);
      });
    });
  });
  it('follows e^-γt beyond the smallest double', () => {
    const { values, norm, logNorm } = inputGradient(probabilityGradient([[2000, 0]], 0), [
      [[2], [0]],
    ]);
    expect(values[0]).toBe(0);
    expect(norm).toBe(0);
    expect(logNorm).toBeCloseTo(Math.LN2 - 2000, 10);
  });
  it('does not vanish when a class tied with the top one has another row', () => {
    // Claim gradient-vanishes, counterexample (i): f = (x_2, 0, −x_1) at x = (10⁶, 1).
    const { values } = inputGradient(probabilityGradient([[1, 0, -1e6]], 0), [
      [
        [0, 1],
        [0, 0],
        [-1, 0],
      ],
    ]);
    const sigmoid = 1 / (1 + Math.exp(-1));
    expect(values[0]).toBe(0);
    expect(values[1]).toBeCloseTo(sigmoid * (1 - sigmoid), 15);
  });
  it('of tied classes with equal rows shows the decay of the others, not rounding', () => {
    const { logNorm } = inputGradient(probabilityGradient([[5, 5, -3000]], 0), [[[1], [1], [0]]]);
    // p_0 p_2 (V_0 − V_2) = ½ · ½ e^-3005
    expect(logNorm).toBeCloseTo(Math.log(0.25) - 3005, 9);
  });
  it('is exactly 0 where all rows are equal', () => {
    const gradient = inputGradient(probabilityGradient([[1, 2, 3]], 0), [[[0.1], [0.1], [0.1]]]);
    expect([...gradient.values]).toEqual([0]);
    expect(gradient.logNorm).toBe(-Infinity);
  });
  it('bears Jacobians of any finite magnitude', () => {
    const { values } = inputGradient(probabilityGradient([[0, 0]], 0), [
      [
        [1.5e308, 5e-324, 0],
        [-1.5e308, -5e-324, 0],
      ],
    ]);
    expect(values[0]).toBe(7.5e307);
    expect(values[2]).toBe(0);
  });
});

describe('the gradient of the maximum', () => {
  it('is that of the top class', () => {
    const { attainedBy, differentiable, gradients } = maximumGradient([[0, 3, 1]]);
    expect(attainedBy).toEqual([1]);
    expect(differentiable).toBe(true);
    expect(gradients[0]).toEqual(probabilityGradient([[0, 3, 1]], 1));
  });
  it('is reported missing at a tie, with the one-sided gradients', () => {
    const { attainedBy, differentiable, gradients } = maximumGradient([[2, 0, 2]]);
    expect(attainedBy).toEqual([0, 2]);
    expect(differentiable).toBe(false);
    expect(gradients).toHaveLength(2);
    const input = uncertaintyGradients([[2, 0, 2]], [[[1], [0], [-1]]]);
    expect(input.maximumSoftmaxProbability.differentiable).toBe(false);
    const [left, right] = input.maximumSoftmaxProbability.gradients;
    expect(left.values[0]).toBe(-right.values[0]);
  });
  it('exists at a tie of equal gradients', () => {
    const { maximumSoftmaxProbability } = uncertaintyGradients([[2, 0, 2]], [[[1], [0], [1]]]);
    expect(maximumSoftmaxProbability.attainedBy).toEqual([0, 2]);
    expect(maximumSoftmaxProbability.differentiable).toBe(true);
  });
  it('sees no tie where logits differ by less than the probabilities can show', () => {
    expect(maximumGradient([[0, 1e-20]]).attainedBy).toEqual([1]);
  });
});

describe('the gradient of the predictive entropy', () => {
  it('of one network is −p_c (ln p_c + H)', () => {
    const [first, second] = predictiveEntropyGradient([[1, 0]]).values[0];
    const p = 1 / (1 + Math.exp(-1));
    // dH/df_0 = −p(1 − p) ln(p/(1 − p)) for two classes.
    expect(first).toBeCloseTo(-p * (1 - p), 15);
    expect(second).toBeCloseTo(p * (1 - p), 15);
  });
  it('is a number at saturation, where ln p is −∞ and ∇p is 0', () => {
    const gradient = predictiveEntropyGradient([[1e308, -1e308, 0]]);
    expect([...gradient.values[0]]).toEqual([0, 0, 0]);
    expect(logOfScaled(predictiveEntropyGradient([[0, -5000]]).scaled[0][1])).toBeCloseTo(
      -5000 + Math.log(5000),
      9,
    );
  });
});

describe('the gradients of variance and mutual information', () => {
  it('are exactly 0 when all members agree', () => {
    const members = [
      [0.3, 1, -2],
      [0.3, 1, -2],
      [0.3, 1, -2],
    ];
    for (const gradient of [classVarianceGradient(members), mutualInformationGradient(members)]) {
      for (const row of gradient.values) expect([...row]).toEqual([0, 0, 0]);
    }
  });
  it('of agreeing saturated members follow e^-2γt and e^-γt', () => {
    const t = 3000;
    const members = [
      [t, 0],
      [2 * t, 0],
    ];
    // var = (1/2)(2 (ε/2)²), ε = e^-t, so ∂var/∂f_01 = ε²/2 to leading order.
    expect(logOfScaled(classVarianceGradient(members).scaled[0][1])).toBeCloseTo(
      Math.log(0.5) - 2 * t,
      8,
    );
    // MI = (ε/2) ln 2, so ∂MI/∂f_01 = (ε/2) ln 2.
    expect(logOfScaled(mutualInformationGradient(members).scaled[0][1])).toBeCloseTo(
      Math.log(Math.LN2 / 2) - t,
      8,
    );
  });
  it('of mutual information is that of H less that of the expected entropy', () => {
    const members = [
      [0.2, 1.1, -0.4],
      [2, -1, 0.3],
    ];
    const total = predictiveEntropyGradient(members).values;
    const expected = expectedEntropyGradient(members).values;
    mutualInformationGradient(members).values.forEach((row, k) => {
      row.forEach((entry, c) => {
        expect(entry).toBeCloseTo(total[k][c] - expected[k][c], 15);
      });
    });
  });
});

describe('bad input of the gradients', () => {
  it('is refused: infinite logits, absent classes, ragged or infinite Jacobians', () => {
    expect(() => probabilityGradient([[Infinity, 0]], 0)).toThrow(
      'probabilityGradient: members[0][0]=Infinity must be a finite number',
    );
    expect(() => maximumGradient([[Number.NaN, 0]])).toThrow(InputError);
    expect(() => probabilityGradient([[1, 0]], 2)).toThrow('classIndex=2');
    const gradient = probabilityGradient([[1, 0]], 0);
    expect(() => inputGradient(gradient, [])).toThrow('jacobians.length=0');
    expect(() => inputGradient(gradient, [[[1]]])).toThrow('jacobians[0].length=1');
    expect(() => inputGradient(gradient, [[[1], [1, 2]]])).toThrow('jacobians[0][1].length=2');
    expect(() => inputGradient(gradient, [[[1], [Number.NaN]]])).toThrow('jacobians[0][1][0]=NaN');
  });
});

describe('Scaled', () => {
  it('holds every double', () => {
    for (const value of [1, -0.75, 5e-324, 1.7e308, -2.2e-308, 3e-310, 2 ** -1022]) {
      expect(scaledToNumber(scaled(value))).toBe(value);
    }
  });
  it('exponentiates beyond the range of doubles', () => {
    expect(logOfScaled(scaledExp(-12345.678))).toBeCloseTo(-12345.678, 10);
    expect(logOfScaled(scaledExp(-1e300)) / -1e300).toBeCloseTo(1, 15);
    expect(scaledToNumber(scaledExp(-740))).toBe(Math.exp(-740));
    expect(scaledToNumber(scaledExp(-Infinity))).toBe(0);
    expect(scaledToNumber(scaledExp(800))).toBe(Infinity);
    const tiny = scaledExp(-1e308);
    expect(multiplyScaled(tiny, tiny)).toEqual({ mantissa: 0, exponent: 0 });
  });
});
