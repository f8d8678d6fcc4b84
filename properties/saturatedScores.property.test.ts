import fc from 'fast-check';
import { type BigNumber, create, all as everything } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { batchOf } from '../src/detectors/batch.js';
import { Classifier } from '../src/detectors/classifier.js';
import { fittingDataOf } from '../src/detectors/fittingData.js';
import { gen } from '../src/detectors/methods/gen.js';
import { sircEntropyNorm, sircMspNorm } from '../src/detectors/methods/sirc.js';
import { readNetwork } from '../src/network/networkFile.js';
import { dense, networkFile, relu } from './smallNetworks.js';

/** Of 1 + E with E from 1e-30 on, 64 digits are those of E. */
const math = create(everything, { number: 'BigNumber', precision: 64 + 30 });
const big = (value: number) => math.bignumber(value);

/** Features relu(x), logits three sums of them. */
const network = readNetwork(
  networkFile(
    2,
    dense([
      [1, 0],
      [0, 1],
    ]),
    relu,
    dense(
      [
        [1, 0],
        [0, 1],
        [-1, 0.5],
      ],
      [0, 0, 0.25],
    ),
  ),
);
const x = [
  [1, 0.5],
  [0.25, 2],
  [3, 1],
  [0.5, 0.75],
  [2, 2.5],
  [1.5, 0],
];
const classifier = new Classifier(network);
const data = fittingDataOf(classifier, { x, y: [0, 1, 0, 1, 1, 0] }, { x, y: [0, 1, 0, 1, 1, 0] });
/** Where the feature score contributes what one double addition does and no more. */
const features = batchOf('rows', [[1, 0.5]]);

/** Logits whose largest leads by up to 900, where a probability of float64 is 1 or 0. */
const saturated = fc
  .tuple(
    fc.double({ min: 0, max: 900, noNaN: true }),
    fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 2, maxLength: 2 }),
    fc.double({ min: -50, max: 50, noNaN: true }),
  )
  .map(([lead, below, level]) => [level, ...below.map((less) => level - lead - less)]);

/** For each class p, 1 − p and ln p: sums of positive terms over their total, so no digit cancels. */
function classesOf(logits: readonly number[]) {
  const odds = logits.map((z) => math.exp(math.subtract(big(z), big(logits[0]))) as BigNumber);
  const total = sum(odds);
  return odds.map((own, c) => {
    const others = sum(odds.filter((_, k) => k !== c));
    const logP = c === 0 ? logOnePlus(others).neg() : own.div(total).ln();
    return { p: own.div(total), rest: others.div(total), logP };
  });
}

const sum = (terms: readonly BigNumber[]) => terms.reduce((a, b) => a.plus(b));

/** ln(1 + E), below 1e-30 by its series. */
function logOnePlus(value: BigNumber): BigNumber {
  if (value.gt(1e-30)) return value.plus(1).ln();
  return value.minus(value.pow(2).div(2)).plus(value.pow(3).div(3));
}

const expectDigits = (mine: number, exact: BigNumber, what: string) => {
  const off = Math.abs(
    math.number(math.divide(math.subtract(big(mine), exact), exact) as BigNumber),
  );
  if (!(off <= 1e-12)) expect.fail(`${what}: ${mine} is ${off} off ${exact.toPrecision(20)}`);
};

const all = (check: (logits: number[]) => void) =>
  fc.assert(
    fc.property(saturated, (logits) => check(logits)),
    { numRuns: 40, examples: [[[0, -40, -60]], [[0, -745, -800]], [[900, 0, 0]], [[1, 1, 1]]] },
  );

describe('near saturation, against 64 digits of what is left of a probability', () => {
  it('GEN keeps its digits', () => {
    const scorer = gen.fit(data);
    all((logits) => {
      const [mine] = scorer.score({
        ...classifier.observe(x.slice(0, 1)),
        logits: batchOf('rows', [logits]),
      });
      const exact = sum(classesOf(logits).map(({ p, rest }) => p.times(rest).pow(0.1)));
      expectDigits(mine, exact, JSON.stringify(logits));
    });
  });

  it.each([
    ['1 − p', sircMspNorm, (logits: number[]) => classesOf(logits)[0].rest],
    [
      'the entropy',
      sircEntropyNorm,
      (logits: number[]) => sum(classesOf(logits).map(({ p, logP }) => p.times(logP).neg())),
    ],
  ] as const)('SIRC keeps the logarithm of %s', (_, detector, rest) => {
    const scorer = detector.fit(data);
    // The feature term does not depend on logits: it is what is left where nothing saturates.
    const { a, eta } = scorer.parameters as { a: number; eta: number };
    const term = Math.log1p(Math.exp(-eta * (1.5 - a)));
    all((logits) => {
      const [mine] = scorer.score({
        ...classifier.observe(x.slice(0, 1)),
        features,
        logits: batchOf('rows', [logits]),
      });
      const exact = rest(logits).ln();
      const size = Math.max(1, Math.abs(math.number(exact)));
      expect(
        Math.abs(mine - term - math.number(exact)) / size,
        JSON.stringify(logits),
      ).toBeLessThan(1e-12);
    });
  });

  it('the forms of published code lose them: what these tests see is there', () => {
    const logits = batchOf('rows', [[0, -40, -60]]);
    const observations = { ...classifier.observe(x.slice(0, 1)), logits };
    const [kept] = gen.fit(data).score(observations);
    const [lost] = gen.fit(data, { variant: 'openood' }).score(observations);
    expect(Math.abs(lost - kept) / kept).toBeGreaterThan(0.3);
    expect(sircMspNorm.fit(data, { variant: 'authors' }).score(observations)[0]).toBe(-Infinity);
    expect(sircMspNorm.fit(data).score(observations)[0]).toBeGreaterThan(-41);
  });
});
