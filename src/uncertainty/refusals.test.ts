import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { Rational } from '../exact/rational.js';
import { readNetwork } from '../network/networkFile.js';
import { classVariance } from './classVariance.js';
import { complements, logComplements, logOdds } from './complements.js';
import { expectedEntropy, predictiveEntropy } from './entropy.js';
import { guardedProbabilities } from './guarded.js';
import { inputGradient } from './inputGradient.js';
import { certaintyIsPerfect, limitDistribution, limitUncertainty } from './limits.js';
import { logSumExp } from './logSumExp.js';
import { maximumSoftmaxProbability, oneMinusMaximum } from './maximumSoftmaxProbability.js';
import {
  classVarianceGradient,
  expectedEntropyGradient,
  mutualInformationGradient,
  predictiveEntropyGradient,
} from './metricGradients.js';
import { mutualInformation } from './mutualInformation.js';
import { binaryPrecision } from './precise/binaryArithmetic.js';
import { loadPrecise } from './precise/loadPrecise.js';
import { predict } from './prediction.js';
import { maximumGradient, probabilityGradient } from './probabilityGradient.js';
import { logSoftmax, softmax } from './softmax.js';
import { softmaxJacobian } from './softmaxJacobian.js';
import { confirmSoftmaxJacobian } from './symbolic.js';
import { uncertainty } from './uncertainty.js';

const precise = await loadPrecise({ digits: 30 });
const linear = readNetwork({
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers: [{ type: 'dense', weights: [[1, 2]], bias: [0] }],
});
const gradient = probabilityGradient([[0, 0]], 0);
const guard = { lower: [0, 0], upper: [1, 1], widths: [1, 1], kappa: 14, mu: 4 } as never;

/** What a call is refused for: where, and each problem. */
async function refusal(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [error.where, ...error.problems.map(({ code, path }) => `${code} ${path}`)].join('; ');
  }
  return 'none';
}

/** Functions of members' logits, and where each says that it was refused. */
const OF_MEMBERS = Object.entries({
  predict: predict,
  classVariance,
  predictiveEntropy,
  expectedEntropy,
  maximumSoftmaxProbability,
  oneMinusMaximum,
  mutualInformation,
  uncertainty,
});
const OF_FINITE_MEMBERS = Object.entries({
  classVarianceGradient,
  predictiveEntropyGradient,
  expectedEntropyGradient,
  mutualInformationGradient,
  maximumGradient,
  probabilityGradient: (members: number[][]) => probabilityGradient(members, 0),
});
const OF_LOGITS = Object.entries({
  softmax,
  logSoftmax,
  complements,
  logComplements,
  softmaxJacobian,
  logOdds: (logits: number[]) => logOdds(logits, 0),
});

const NONE = null as never;
const text = (value: unknown) => JSON.stringify(value);
/** Ten problems are told, not twelve. */
const ten = (line: (n: number) => string) =>
  Array.from({ length: 10 }, (_, n) => line(n)).join('; ');

describe('members are refused by every metric', () => {
  const twelveOthers = [[0], ...Array.from({ length: 12 }, () => [1, 2])];
  it.each(OF_MEMBERS)('%s', async (_, metric) => {
    for (const [members, problems] of [
      [null, 'wrong_type members'],
      [[], 'empty members.length'],
      [[[]], 'empty members[0].length'],
      [[[1, 2], [1]], 'shape_mismatch members[1].length'],
      [['x'], 'wrong_type members[0]'],
      [twelveOthers, ten((n) => `shape_mismatch members[${n + 1}].length`)],
    ] as const) {
      expect(await refusal(() => metric(members as never)), text(members)).toBe(
        `predict; ${problems}`,
      );
    }
  });
  it.each(OF_FINITE_MEMBERS)('%s, and what is not finite', async (name, metric) => {
    for (const [members, problems] of [
      [[], 'empty members.length'],
      [[[1, 2], [1]], 'shape_mismatch members[1].length'],
      [
        [
          [0, 1],
          [2, Number.NEGATIVE_INFINITY],
        ],
        'not_finite members[1][1]',
      ],
      [[Array(12).fill(Number.NaN)], ten((n) => `not_finite members[0][${n}]`)],
    ] as const) {
      expect(await refusal(() => metric(members as never)), text(members)).toBe(
        `${name}; ${problems}`,
      );
    }
  });
});

it.each(OF_LOGITS)('logits are refused by %s', async (name, of) => {
  const where = name === 'softmaxJacobian' ? 'softmax' : name;
  for (const [logits, problem] of [
    [null, 'wrong_type logits'],
    [3, 'wrong_type logits'],
    [[], 'empty logits.length'],
    [['x'], 'wrong_type logits[0]'],
  ] as const) {
    expect(await refusal(() => of(logits as never)), text(logits)).toBe(`${where}; ${problem}`);
  }
});

const row = [1, 2];
const prediction = predict([[0, 1]]);
const end = { regime: 'saturating', top: [0], intercept: [0, 1].map(Rational.of) } as const;

it.each<[string, () => unknown]>([
  ['logOdds; out_of_range classIndex', () => logOdds([1, 2], 2)],
  ['logOdds; out_of_range classIndex', () => logOdds([1, 2], -1)],
  ['none', () => logOdds([1, 2], 1)],
  ['logSumExp; wrong_type values', () => logSumExp(NONE)],
  ['none', () => logSumExp([])],
  ['loadPrecise; wrong_type options', () => loadPrecise(NONE)],
  ['loadPrecise; wrong_type options', () => loadPrecise(3 as never)],
  ['loadPrecise; out_of_range digits', () => loadPrecise({ digits: 0 })],
  ['loadPrecise; out_of_range digits', () => loadPrecise({ digits: 2001 })],
  ['loadPrecise; out_of_range digits', () => loadPrecise({ digits: 1.5 })],
  ['none', () => loadPrecise({ digits: 1 })],
  ['none', () => loadPrecise({ digits: 2000 })],
  ['prediction; malformed prediction', () => classVariance({ ...prediction, probabilities: [] })],
  ['prediction; malformed prediction', () => classVariance({ ...prediction, deviations: NONE })],
  ['prediction; malformed prediction', () => classVariance({ ...prediction, complements: [NONE] })],
  [
    'prediction; malformed prediction',
    () => classVariance({ ...prediction, mean: ['x'] as never }),
  ],
  [
    'prediction; malformed prediction',
    () => classVariance({ ...prediction, meanComplement: NONE }),
  ],
  ['none', () => classVariance(prediction)],
  ['probabilityGradient; out_of_range classIndex', () => probabilityGradient([row], 2)],
  ['inputGradient; wrong_type gradient', () => inputGradient(NONE, [[[1], [2]]])],
  ['inputGradient; wrong_type jacobians', () => inputGradient(gradient, NONE)],
  ['inputGradient; empty jacobians.length', () => inputGradient(gradient, [])],
  [
    'inputGradient; shape_mismatch jacobians.length',
    () => inputGradient(gradient, Array(2).fill([[1], [2]])),
  ],
  ['inputGradient; shape_mismatch jacobians[0].length', () => inputGradient(gradient, [[[1]]])],
  [
    'inputGradient; shape_mismatch jacobians[0][1].length',
    () => inputGradient(gradient, [[[1], [1, 2]]]),
  ],
  [
    `inputGradient; ${ten((n) => `not_finite jacobians[0][0][${n}]`)}`,
    () => inputGradient(gradient, [Array(2).fill(Array(12).fill(NaN))]),
  ],
  [
    'inputGradient; shape_mismatch gradient.scaled.length; shape_mismatch gradient.reference.length',
    () =>
      inputGradient(
        { ...gradient, scaled: [...gradient.scaled, ...gradient.scaled], reference: [0, 0] },
        [[[1], [2]]],
      ),
  ],
  [
    'inputGradient; shape_mismatch gradient.reference.length',
    () => inputGradient({ ...gradient, reference: [0, 0] }, [[[1], [2]]]),
  ],
  ['none', () => confirmSoftmaxJacobian(6, [])],
  ['limitDistribution; wrong_type tail', () => limitDistribution(NONE)],
  ['limitUncertainty; wrong_type tails[0].exact', () => limitUncertainty([{ exact: NONE }])],
  ['none', () => precise.number(3n)],
  ['none', () => binaryPrecision()(30).of(3n)],
  ['Precise; too_large network', () => precise.logits(linear, [1, 1], [1, 1], '1e30000')],
  ['limitUncertainty; wrong_type tails', () => limitUncertainty(NONE)],
  ['limitUncertainty; empty tails.length', () => limitUncertainty([])],
  ['certaintyIsPerfect; empty tails.length', () => certaintyIsPerfect([])],
  [
    'limitUncertainty; shape_mismatch tails[1].intercept.length',
    () => limitUncertainty([end, { ...end, intercept: [0, 1, 2].map(Rational.of) }]),
  ],
  ['guardedProbabilities; wrong_type guard', () => guardedProbabilities(NONE, row, row)],
  [
    'guardedProbabilities; shape_mismatch guard.lower.length; shape_mismatch guard.upper.length',
    () => guardedProbabilities({ ...(guard as object), lower: [0], upper: [] } as never, row, row),
  ],
  [
    'prediction; malformed prediction',
    () => classVariance({ ...predict([row, row]), complements: [row, NONE] as never }),
  ],
  ['none', () => precise.number('.25e+2')],
  ['guardedProbabilities; shape_mismatch x.length', () => guardedProbabilities(guard, [1], row)],
  ['guardedProbabilities; empty probabilities.length', () => guardedProbabilities(guard, row, [])],
  ['none', () => guardedProbabilities(guard, [NaN, Infinity], [NaN, Infinity])],
  ['confirmSoftmaxJacobian; out_of_range classes', () => confirmSoftmaxJacobian(0)],
  ['confirmSoftmaxJacobian; out_of_range classes', () => confirmSoftmaxJacobian(7)],
  ['confirmSoftmaxJacobian; out_of_range classes', () => confirmSoftmaxJacobian(1.5)],
  ['confirmSoftmaxJacobian; wrong_type points', () => confirmSoftmaxJacobian(2, NONE)],
  ['confirmSoftmaxJacobian; wrong_type formula', () => confirmSoftmaxJacobian(2, [row], NONE)],
  [
    'confirmSoftmaxJacobian; shape_mismatch points[1].length',
    () => confirmSoftmaxJacobian(2, [row, [1]]),
  ],
  [
    'confirmSoftmaxJacobian; not_finite points[1][1]',
    () => confirmSoftmaxJacobian(2, [row, [1, Infinity]]),
  ],
  ['Precise; not_finite value', () => precise.number(Infinity)],
  ['Precise; not_a_number value', () => precise.number('1/0')],
  ['Precise; not_a_number value', () => precise.number('1.2.3')],
  ['Precise; not_a_number value', () => precise.number(NONE)],
  ['none', () => precise.number('-120/305')],
  ['Precise; wrong_type x', () => precise.evaluate(linear, NONE)],
  ['Precise; shape_mismatch origin.length', () => precise.logits(linear, [0], row, 1)],
  ['Precise; shape_mismatch direction.length', () => precise.logits(linear, row, [0], 1)],
  ['Precise; wrong_type direction', () => precise.logits(linear, row, 'ab' as never, 1)],
  ['Precise; empty members.length', () => precise.uncertainty([])],
  ['Precise; wrong_type vector', () => precise.norm(NONE)],
  [
    'Precise; out_of_range classIndex',
    () => precise.gradientOfProbability([row], [[[1], [2]]], -1),
  ],
  [
    'Precise; out_of_range classIndex',
    () => precise.gradientOfProbability([row], [[[1], [2]]], 0.5),
  ],
  ['none', () => precise.gradientOfProbability([row], [[[1], [2]]], 1)],
  ['Precise; wrong_type jacobians', () => precise.gradients([row], NONE)],
  ['Precise; shape_mismatch jacobians.length', () => precise.gradients([row], [])],
  [
    'Precise; shape_mismatch jacobians.length; shape_mismatch jacobians[0].length',
    () => precise.gradients([row, row], [[]]),
  ],
  [
    'Precise; shape_mismatch jacobians[0][1].length',
    () => precise.gradients([row], [[[1], [1, 2]]]),
  ],
  [
    `Precise; ${ten((n) => `shape_mismatch jacobians[0][${n + 1}].length`)}`,
    () => precise.gradients([Array(13).fill(0)], [[[1], ...Array(12).fill([1, 2])]]),
  ],
  ['Precise; not_a_number value', () => binaryPrecision()(30).of(NONE)],
  ['Precise; not_finite value', () => binaryPrecision()(30).of(NaN)],
])('%s', async (expected, call) => {
  expect(await refusal(call)).toBe(expected);
});

it('what Jacobians must equal is said of members, classes and inputs', () => {
  for (const [jacobians, rule] of [
    [[], /must hold|at least 1/],
    [Array(2).fill([[1], [2]]), /must equal the 1 members/],
    [[[[1]]], /must equal the 2 classes/],
    [[[[1], [1, 2]]], /must equal the 1 inputs of the first row/],
  ] as const) {
    expect(() => inputGradient(gradient, jacobians as never)).toThrow(rule);
  }
});
