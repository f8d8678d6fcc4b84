import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors/inputError.js';
import { Rational } from '../../exact/rational.js';
import { jacobian } from '../../network/jacobian.js';
import { type Layer, readNetwork } from '../../network/networkFile.js';
import { binaryOf, binaryPrecision } from './binaryArithmetic.js';
import { loadPrecise } from './loadPrecise.js';
import type { Precise } from './precise.js';
import { preciseJacobianOn, precisePatternOf, preciseValuesAt } from './preciseNetwork.js';
import { workingDigits } from './workingDigits.js';

const precise = await loadPrecise({ digits: 64 });
/** Enough digits for the textbook formulas to be right in spite of their cancellation. */
const naive = await loadPrecise({ digits: 320 });

function network(inputs: number, ...layers: Layer[]) {
  return readNetwork({ format: 'farfield-network', version: 1, inputs, layers });
}

/** |x − y| / |y|, as a double; 0 if both are 0. */
function relativeError(x: ReturnType<Precise['number']>, y: ReturnType<Precise['number']>): number {
  return x.eq(y) ? 0 : x.minus(y).div(y).abs().toNumber();
}

describe('numbers', () => {
  it('are the dyadic rationals that doubles are, not their short decimals', () => {
    expect(naive.number(0.1).toString()).toBe(
      '0.1000000000000000055511151231257827021181583404541015625',
    );
    expect(naive.number(2 ** 70).toFixed()).toBe('1180591620717411303424');
    expect(
      naive
        .number(-(2 ** -1074))
        .times(naive.number(2 ** 1000))
        .toNumber(),
    ).toBe(-(2 ** -74));
  });
  it('are read from fractions and text', () => {
    expect(precise.number('7/4').toString()).toBe('1.75');
    expect(precise.number(new Rational(1n, 3n)).toString()).toBe(`0.${'3'.repeat(64)}`);
    expect(precise.number('-1.5e-40').toString()).toBe('-1.5e-40');
    expect(precise.number(12n).toString()).toBe('12');
  });
  it('are refused when they are not finite numbers', () => {
    for (const bad of [Number.NaN, Infinity, '1/0', 'abc', '', '0x10']) {
      expect(() => precise.number(bad)).toThrow(InputError);
    }
  });
});

describe('logits', () => {
  it('go through all four operations', () => {
    const all = network(
      2,
      {
        type: 'dense',
        weights: [
          [1, -1],
          [0.5, 2],
          [3, 0],
        ],
        bias: [0.25, 1, -1],
      },
      { type: 'leaky-relu', slope: 0.125 },
      { type: 'clip', lower: -1, upper: 6 },
      { type: 'residual', layers: [{ type: 'relu' }] },
      { type: 'maximum', groups: [[0, 1], [2], [1, 2]] },
      {
        type: 'dense',
        weights: [
          [1, 1, 0],
          [0, 0, -1],
        ],
        bias: [0, 0.5],
      },
    );
    // x = (1, 5): (-3.75, 11.5, 2) → (-0.46875, 11.5, 2) → (-0.46875, 6, 2) → (-0.46875, 12, 4)
    // → (12, 4, 12) → (16, -11.5)
    expect(precise.logits(all, [0, 1], [0.5, 2], 2).map(String)).toEqual(['16', '-11.5']);
    expect(precise.evaluate(all, [1, 5]).map(String)).toEqual(['16', '-11.5']);
  });
  it('survive cancellation that 64 digits alone would not', () => {
    const cancelling = network(
      1,
      { type: 'dense', weights: [[2 ** 300], [-(2 ** 300)]], bias: [2 ** -300, 0] },
      {
        type: 'dense',
        weights: [
          [1, 1],
          [0, 0],
        ],
        bias: [0, 0],
      },
    );
    const [logit] = precise.logits(cancelling, [0], [1], 3);
    const expected = naive.number(2 ** -300);
    // The promise is an absolute error of 10^-64, and 2^-300 is below it.
    expect(logit.minus(expected).abs().lt('1e-64')).toBe(true);
    const shifted = network(
      1,
      { type: 'dense', weights: [[2 ** 300], [-(2 ** 300)]], bias: [0.1, 0] },
      {
        type: 'dense',
        weights: [
          [1, 1],
          [0, 0],
        ],
        bias: [0, 0],
      },
    );
    const [tenth] = precise.logits(shifted, [0], [1], 3);
    expect(tenth.minus(naive.number(0.1)).abs().lt('1e-64')).toBe(true);
  });
  it('take t as a fraction exactly', () => {
    const line = network(1, { type: 'dense', weights: [[3], [0]], bias: [-1, 0] });
    expect(precise.logits(line, [0], [1], '1/3')[0].abs().lt('1e-64')).toBe(true);
  });
  it('refuse wrong shapes and networks that would need too many digits', () => {
    const line = network(1, { type: 'dense', weights: [[3]], bias: [0] });
    expect(() => precise.logits(line, [0, 1], [1], 1)).toThrow('origin.length=2');
    expect(() => precise.logits(line, [0], [Infinity], 1)).toThrow(InputError);
    const deep = network(
      1,
      ...Array.from(
        { length: 70 },
        (): Layer => ({
          type: 'dense',
          weights: [[1e300]],
          bias: [0],
        }),
      ),
    );
    expect(() => precise.evaluate(deep, [1])).toThrow('digits');
  });
});

describe('jacobian', () => {
  it('agrees with the float64 one and tells a boundary', () => {
    const net = network(
      2,
      {
        type: 'dense',
        weights: [
          [1, -1],
          [1, 1],
        ],
        bias: [0, 0],
      },
      { type: 'relu' },
      {
        type: 'dense',
        weights: [
          [2, 0],
          [1, -3],
        ],
        bias: [0, 0],
      },
    );
    const { rows, boundary } = precise.jacobian(net, [3, 1], [0, 0], 0);
    expect(boundary).toBe(false);
    expect(rows.map((row) => row.map(Number))).toEqual(
      jacobian(net, [3, 1]).map((row) => [...row]),
    );
    expect(precise.jacobian(net, [1, 1], [1, 1], '1/3').boundary).toBe(true);
  });
});

describe('softmax, metrics and gradients', () => {
  const members = [
    [0.3, -200, 1.7],
    [-50, 3, 40],
    [2, 2, 1.5],
  ];

  it('agree with the textbook formulas at 320 digits', () => {
    const { one, probabilities, mean } = textbook(members);
    const H = (p: readonly (typeof one)[]) =>
      p.reduce((sum, value) => sum.minus(value.times(value.ln())), one.minus(one));
    const variance = mean
      .map((m, c) =>
        probabilities
          .reduce((sum, p) => sum.plus(p[c].times(p[c])), one.minus(one))
          .div(members.length)
          .minus(m.times(m)),
      )
      .reduce((x, y) => x.plus(y))
      .div(mean.length);
    const expected = probabilities
      .map(H)
      .reduce((x, y) => x.plus(y))
      .div(members.length);
    const got = precise.uncertainty(members);
    expect(relativeError(got.predictiveEntropy, H(mean))).toBeLessThan(1e-63);
    expect(relativeError(got.expectedEntropy, expected)).toBeLessThan(1e-63);
    expect(relativeError(got.classVariance, variance)).toBeLessThan(1e-63);
    expect(relativeError(got.mutualInformation, H(mean).minus(expected))).toBeLessThan(1e-63);
    probabilities[0].forEach((p, c) => {
      expect(relativeError(precise.softmax(members[0])[c], p)).toBeLessThan(1e-63);
      expect(relativeError(precise.logSoftmax(members[0])[c], p.ln())).toBeLessThan(1e-63);
      expect(relativeError(precise.complements(members[0])[c], one.minus(p))).toBeLessThan(1e-63);
    });
    expect(relativeError(precise.entropy(probabilities[0]), H(probabilities[0]))).toBeLessThan(
      1e-63,
    );
  });

  it('agree with the textbook formulas when all members are certain of one class', () => {
    const saturated = [
      [0, -300],
      [0, -310],
    ];
    const { one, probabilities, mean } = textbook(saturated);
    const H = (p: readonly (typeof one)[]) =>
      p.reduce((sum, value) => sum.minus(value.times(value.ln())), one.minus(one));
    const expected = probabilities
      .map(H)
      .reduce((x, y) => x.plus(y))
      .div(2);
    expect(
      relativeError(precise.mutualInformation(saturated), H(mean).minus(expected)),
    ).toBeLessThan(1e-63);
    const difference = probabilities[0][0].minus(probabilities[1][0]).div(2);
    expect(
      relativeError(precise.classVariance(saturated), difference.times(difference)),
    ).toBeLessThan(1e-63);
  });

  it('have gradients that agree with central differences at 320 digits', () => {
    const jacobians = [
      [
        [1, 2],
        [0.5, -1],
        [3, 0.1],
      ],
      [
        [-1, 0],
        [2, 2],
        [0, 1],
      ],
      [
        [0, 1],
        [1, 0],
        [-2, 5],
      ],
    ];
    const step = naive.number('1e-80');
    const moved = (d: number, sign: number) =>
      members.map((logits, k) =>
        logits.map((logit, c) =>
          naive.number(logit).plus(naive.number(jacobians[k][c][d]).times(step).times(sign)),
        ),
      );
    const got = precise.gradients(members, jacobians);
    for (let d = 0; d < 2; d++) {
      const up = naive.uncertainty(moved(d, 1));
      const down = naive.uncertainty(moved(d, -1));
      for (const metric of [
        'classVariance',
        'predictiveEntropy',
        'expectedEntropy',
        'mutualInformation',
      ] as const) {
        const difference = up[metric].minus(down[metric]).div(step.times(2));
        expect(relativeError(got[metric][d], difference)).toBeLessThan(1e-60);
      }
      const rise = up.maximumSoftmaxProbability
        .minus(down.maximumSoftmaxProbability)
        .div(step.times(2));
      expect(relativeError(got.maximumSoftmaxProbability.gradients[0][d], rise)).toBeLessThan(
        1e-60,
      );
    }
    expect(got.maximumSoftmaxProbability.attainedBy).toEqual([2]);
    expect(precise.gradientOfProbability(members, jacobians, 1)).toEqual(got.meanProbability[1]);
    expect(precise.gradientOfClassVariance(members, jacobians)).toEqual(got.classVariance);
    expect(precise.gradientOfPredictiveEntropy(members, jacobians)).toEqual(got.predictiveEntropy);
    expect(precise.gradientOfExpectedEntropy(members, jacobians)).toEqual(got.expectedEntropy);
    expect(precise.gradientOfMutualInformation(members, jacobians)).toEqual(got.mutualInformation);
  });

  it('bear logits of ±1e308', () => {
    const [first, second] = precise.softmax([1e308, -1e308]);
    expect(first.toString()).toBe('1');
    expect(second.toString()).toBe('0');
    expect(precise.softmax([1e308, 1e308]).map(String)).toEqual(['0.5', '0.5']);
    expect(precise.predictiveEntropy([[1e308, -1e308]]).toString()).toBe('0');
  });

  it('refuse bad shapes', () => {
    expect(() => precise.softmax([])).toThrow(InputError);
    expect(() => precise.mutualInformation([[1, 2], [1]])).toThrow('members[1].length=1');
    expect(() => precise.gradientOfClassVariance([[1, 2]], [[[1]]])).toThrow(InputError);
    expect(() => precise.gradientOfProbability([[1, 2]], [[[1], [2]]], 5)).toThrow('classIndex=5');
  });

  /** Probabilities by the definition, without regard to cancellation, at 320 digits. */
  function textbook(logits: readonly (readonly number[])[]) {
    const one = naive.number(1);
    const probabilities = logits.map((row) => {
      const exponentials = row.map((logit) => naive.number(logit).exp());
      const total = exponentials.reduce((x, y) => x.plus(y));
      return exponentials.map((value) => value.div(total));
    });
    const mean = probabilities[0].map((_, c) =>
      probabilities
        .map((p) => p[c])
        .reduce((x, y) => x.plus(y))
        .div(probabilities.length),
    );
    return { one, probabilities, mean };
  }
});

describe('loadPrecise', () => {
  it('keeps one instance per number of digits and refuses impossible ones', async () => {
    expect(await loadPrecise()).toBe(precise);
    await expect(loadPrecise({ digits: 0 })).rejects.toThrow('digits=0');
    await expect(loadPrecise({ digits: 1e9 })).rejects.toThrow(InputError);
  });
});

it('logarithms next to 1 keep their relative accuracy', async () => {
  const arithmetic = (await loadPrecise()).withDigits(30);
  const x = arithmetic.of('1e-20');
  // ln(1 + x) = x − x²/2 + …, and (1 + x) ln(1 + x) − x = x²/2 − x³/6 + …
  expect(arithmetic.log1p(x).toString()).toBe('9.99999999999999999995e-21');
  expect(arithmetic.log1p(x.neg()).toString()).toBe('-1.000000000000000000005e-20');
  expect(arithmetic.divergence(x).toString()).toMatch(/^4\.99999999999999999998333333333\d*e-41$/);
  expect(arithmetic.divergence(arithmetic.of(-1)).toString()).toBe('1');
  expect(arithmetic.log1p(arithmetic.of(1)).toString()).toMatch(
    /^0\.69314718055994530941723212145/,
  );
});

it('π has the digits asked for, in both arithmetics', async () => {
  const decimal = (await loadPrecise()).withDigits(30).pi().toString();
  expect(decimal).toMatch(/^3\.1415926535897932384626433832/);
  const binary = binaryOf(binaryPrecision()(30).pi());
  expect(binary.toNumber()).toBe(Math.PI);
});

it('as many digits as there may be are used, and more are refused', () => {
  const line = network(1, { type: 'dense', weights: [[3]], bias: [0] });
  const tried = Array.from({ length: 40 }, (_, n) => {
    try {
      return workingDigits(line, 0, 19_970 + n).digits;
    } catch (error) {
      return (error as InputError).code;
    }
  });
  expect(new Set(tried)).toEqual(new Set([19_984, 20_000, 'too_large']));
});

it('no operation is passed over that is not known', () => {
  const line = network(1, { type: 'dense', weights: [[3]], bias: [0] });
  const operation = { kind: 'other', maps: [], functions: [], groups: [], size: 1 };
  const unknown = { ...line, nodes: [{ ...line.nodes[0], operation }] } as never;
  const arithmetic = binaryPrecision()(30);
  const one = [arithmetic.one];
  for (const call of [
    () => precisePatternOf(unknown, [one, one], arithmetic.zero, arithmetic),
    () => preciseValuesAt(unknown, one, arithmetic),
    () => preciseJacobianOn(unknown, [null], arithmetic),
    () => workingDigits(unknown, 0, 16),
  ]) {
    expect(call).toThrow(/knows no operation of kind "other"/);
  }
});

it('a network that is 0 everywhere needs no more digits than are asked for', () => {
  const zero = network(1, { type: 'dense', weights: [[0]], bias: [0] });
  expect(workingDigits(zero, -Infinity, 30).digits).toBe(48);
});

it('what no piece describes is refused, by the name of the operation', () => {
  const line = network(1, { type: 'dense', weights: [[3]], bias: [0] });
  const operation = { kind: 'general', name: 'Product', size: 1 };
  const general = { ...line, nodes: [{ ...line.nodes[0], operation }] } as never;
  expect(() => workingDigits(general, 0, 16)).toThrow(/workingDigits.*Product/s);
  const arithmetic = binaryPrecision()(30);
  const pattern = () => precisePatternOf(general, [[arithmetic.one]], arithmetic.zero, arithmetic);
  expect(pattern).toThrow(/precisePatternOf.*Product/s);
  const smooth = network(1, { type: 'dense', weights: [[3]], bias: [0] }, {
    type: 'tanh',
  } as never);
  expect(() => workingDigits(smooth, 0, 16)).toThrow(/workingDigits.*tanh/is);
  expect(() => preciseValuesAt(general, [], binaryPrecision()(30))).toThrow(/Product/);
});

it('logits far from 0 and close to each other have all their digits', async () => {
  const precise = await loadPrecise({ digits: 20 });
  const far = `1${'0'.repeat(40)}`;
  const [, second] = precise.softmax([far, `${far.slice(0, -1)}1`]);
  expect(second.toNumber()).toBeCloseTo(Math.E / (1 + Math.E), 15);
});

it('what a steep piece makes larger needs more digits', () => {
  const steep = (slope: number) =>
    network(1, { type: 'dense', weights: [[1]], bias: [0] }, { type: 'leaky-relu', slope });
  const digits = [1, 2 ** 1000].map((slope) => workingDigits(steep(slope), 0, 30).digits);
  // log10 2^1000 is 301, and digits come in sixteens.
  expect(Math.abs(digits[1] - digits[0] - 301)).toBeLessThan(16);
});
