import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { Real } from '../exact/real.js';
import { evaluate } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { readNetwork } from '../network/networkFile.js';
import { softmax } from '../uncertainty/softmax.js';
import { dropoutMixture } from './dropout.js';
import { entropyOf } from './entropyOf.js';
import { gaussianHeadLimit } from './gaussianHeadLimit.js';
import { largestOf } from './largestOf.js';
import { lastLayerLaplace } from './lastLayerLaplace.js';
import { logisticNormalMean } from './logisticNormal.js';
import { mixtureLimit } from './mixtureLimit.js';
import { probitCeiling } from './probitCeiling.js';
import { ensembleMixture, gaussianHead, readPosterior } from './readPosterior.js';

const dense = (weights: number[][], bias = weights.map(() => 0)) => ({
  type: 'dense' as const,
  weights,
  bias,
});
const networkOf = (inputs: number, ...layers: object[]): Network =>
  readNetwork({ format: 'farfield-network', version: 1, inputs, layers });

/** Numbers that look normal: a fixed sequence. */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

const diagonal = (...entries: number[]) =>
  entries.map((entry, i) => entries.map((_, j) => (i === j ? entry : 0)));
const reals = (...values: number[]) => values.map((value) => Real.of(value));
const width = (x: Real) => x.upper.subtract(x.lower).toNumber();
const holds = (x: Real, value: number) =>
  x.lower.toNumber() <= value + 1e-15 && x.upper.toNumber() >= value - 1e-15;

describe('a Gaussian head at infinity', () => {
  const relu = networkOf(1, { type: 'relu' }, dense([[0], [1]]));

  it('ends at Φ(m/s) for two classes, which the probit approximation does not bound', () => {
    // w_1 − w_0 has mean 1 and variance 1 in the unit that moves.
    const head = gaussianHead(relu, {
      mean: [
        [0, 0],
        [1, 0],
      ],
      covariance: diagonal(0.5, 3, 0.5, 3),
    });
    const limit = gaussianHeadLimit(head, { origin: [0], direction: [1] })!;
    expect(limit.probabilities[1].toNumber()).toBeCloseTo(0.841_344_746_068_542_9, 15);
    expect(width(limit.probabilities[1])).toBeLessThan(1e-60);
    expect(limit.probit!.toNumber()).toBeCloseTo(0.8314, 4);
    expect(limit).toMatchObject({ top: 1, drawsSaturate: true, fromEveryInput: true });
    expect(limit.mutualInformation).toBe(limit.entropy);
    expect(limit.entropy.toNumber()).toBeCloseTo(0.437_5, 3);
  });

  it('keeps a logistic-normal share where the slope does not vary', () => {
    // Downwards the unit is off: logits are the biases, their difference N(0.5, 2).
    const head = gaussianHead(relu, {
      mean: [
        [0, 0],
        [1, 0.5],
      ],
      covariance: diagonal(1, 1, 1, 1),
    });
    const limit = gaussianHeadLimit(head, { origin: [-1], direction: [-1] })!;
    expect(limit).toMatchObject({ drawsSaturate: false, mutualInformation: null, probit: null });
    let sum = 0;
    for (let n = -4000; n <= 4000; n++) {
      const x = n / 400;
      sum += Math.exp((-x * x) / 2) / (1 + Math.exp(-(0.5 + Math.SQRT2 * x)));
    }
    expect(limit.probabilities[1].toNumber()).toBeCloseTo(sum / 400 / Math.sqrt(2 * Math.PI), 12);
    expect(width(limit.probabilities[1])).toBeLessThan(1e-13);
  });

  it('is what draws of the head show far out, for three classes with any covariance', () => {
    const network = networkOf(1, { type: 'relu' }, dense([[1], [0.5], [0]]));
    // Rows share a factor: units at 0, 2 and 4 of the vector.
    const units = [
      [1, 0.3, 0.1],
      [0.3, 0.7, -0.2],
      [0.1, -0.2, 0.9],
    ];
    const covariance = diagonal(0, 0, 0, 0, 0, 0);
    for (let c = 0; c < 3; c++) for (let d = 0; d < 3; d++) covariance[2 * c][2 * d] = units[c][d];
    const mean = [
      [1, 0],
      [0.5, 0],
      [0, 0],
    ];
    const limit = gaussianHeadLimit(gaussianHead(network, { mean, covariance }), {
      origin: [3],
      direction: [2],
    })!;
    const won = shareOfDraws([1, 0.5, 0], units, 40_000);
    limit.probabilities.forEach((p, c) => {
      expect(p.lower.toNumber()).toBeLessThan(won[c] + 0.01);
      expect(p.upper.toNumber()).toBeGreaterThan(won[c] - 0.01);
    });
  });

  it('refuses a matrix that is no covariance', () => {
    const indefinite = [
      [1, 0, 2, 0],
      [0, 1, 0, 0],
      [2, 0, 1, 0],
      [0, 0, 0, 1],
    ];
    const head = gaussianHead(
      networkOf(
        2,
        dense([
          [1, 0],
          [0, 1],
        ]),
      ),
      {
        mean: [
          [0, 0, 0],
          [0, 0, 0],
        ],
        covariance: indefinite
          .map((row) => [...row, 0, 0])
          .concat([
            [0, 0, 0, 0, 1, 0],
            [0, 0, 0, 0, 0, 1],
          ]),
      },
    );
    expect(() => gaussianHeadLimit(head, { origin: [0, 0], direction: [1, -1] })).not.toThrow();
    const bad = { ...head, covariance: diagonal(-1, 0, 0, 0, 0, 0) };
    expect(() => gaussianHeadLimit(bad, { origin: [0, 0], direction: [1, 0] })).toThrow(
      /negative variance/,
    );
  });
});

/** The share of draws in which each is the largest. */
function shareOfDraws(mean: number[], covariance: number[][], draws: number): number[] {
  const normal = normals(5);
  const factor = cholesky(covariance);
  const won = mean.map(() => 0);
  for (let n = 0; n < draws; n++) {
    const x = mean.map(normal);
    const y = mean.map((m, c) => m + factor[c].reduce((sum, f, k) => sum + f * x[k], 0));
    won[y.indexOf(Math.max(...y))] += 1 / draws;
  }
  return won;
}

function cholesky(a: number[][]): number[][] {
  const l = a.map((row) => row.map(() => 0));
  a.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      const rest = row[j] - l[i].reduce((sum, value, k) => sum + (k < j ? value * l[j][k] : 0), 0);
      l[i][j] = i === j ? Math.sqrt(rest) : rest / l[j][j];
    }
  });
  return l;
}

describe('which of several Gaussian numbers is largest', () => {
  const matrix = (...rows: number[][]) => rows.map((row) => reals(...row));

  it('independent ones: by quadrature, to fifteen digits', () => {
    const equal = largestOf({ mean: reals(2, 2, 2), covariance: matrix(...diagonal(4, 4, 4)) })!;
    for (const p of equal.probability) {
      expect(holds(p, 1 / 3)).toBe(true);
      expect(width(p)).toBeLessThan(1e-13);
    }
    const { probability } = largestOf({
      mean: reals(1, 0, -1),
      covariance: matrix(...diagonal(1, 4, 9)),
    })!;
    const won = shareOfDraws([1, 0, -1], diagonal(1, 4, 9), 40_000);
    probability.forEach((p, c) => {
      expect(width(p)).toBeLessThan(1e-12);
      expect(Math.abs(p.toNumber() - won[c])).toBeLessThan(0.01);
    });
    expect(probability.reduce((sum, p) => sum + p.toNumber(), 0)).toBeCloseTo(1, 13);
  });

  it('with very different spreads too', () => {
    const { probability } = largestOf({
      mean: reals(0, 0, 0),
      covariance: matrix(...diagonal(100, 1, 1)),
    })!;
    // The wide one is largest or smallest: a little under half each.
    expect(probability[0].toNumber()).toBeGreaterThan(0.45);
    expect(probability[0].toNumber()).toBeLessThan(0.5);
    expect(width(probability[0])).toBeLessThan(1e-12);
  });

  it('numbers whose difference does not vary are beaten, or equal', () => {
    const same = [
      [1, 1, 0],
      [1, 1, 0],
      [0, 0, 2],
    ];
    const beaten = largestOf({ mean: reals(1, 0, 0), covariance: matrix(...same) })!;
    expect(beaten.probability[1].isZero).toBe(true);
    expect(beaten.groups).toEqual([[0], [2]]);
    const equal = largestOf({ mean: reals(0, 0, 0), covariance: matrix(...same) })!;
    expect(equal.groups).toEqual([[0, 1], [2]]);
    expect(equal.probability[0].toNumber()).toBeCloseTo(0.5, 15);
    const certain = largestOf({ mean: reals(0, 1), covariance: matrix([0, 0], [0, 0]) })!;
    expect(certain.probability.map((p) => p.toNumber())).toEqual([0, 1]);
  });
});

describe('a mixture at infinity', () => {
  const up = networkOf(1, dense([[1], [0]]));
  const down = networkOf(1, dense([[-1], [0]]));
  const tied = networkOf(1, dense([[1], [1]], [0, 1]));

  it('ends at its votes, weighted', async () => {
    const read = await readPosterior(
      {
        format: 'farfield-posterior',
        version: 1,
        kind: 'mixture',
        weights: [0.75, 0.25],
        members: ['up', 'down'],
      },
      {
        network: null,
        readMember: (member) => Promise.resolve(member === 'up' ? up : down),
        random: Math.random,
      },
    );
    if (read.kind !== 'mixture') throw new Error('not a mixture');
    const limit = mixtureLimit(read, { origin: [0], direction: [1] })!;
    expect(limit.probabilities.map((p) => String(p.rational))).toEqual(['3/4', '1/4']);
    expect(limit).toMatchObject({ top: 0, drawsSaturate: true, fromEveryInput: true });
    expect(limit.mutualInformation!.toNumber()).toBeCloseTo(0.5623, 4);
  });

  it('takes limits of members that are not certain', () => {
    const limit = mixtureLimit(ensembleMixture([up, tied]), { origin: [0], direction: [1] })!;
    const share = 1 / (1 + Math.E);
    expect(limit.probabilities[0].toNumber()).toBeCloseTo((1 + share) / 2, 14);
    expect(limit).toMatchObject({ drawsSaturate: false, fromEveryInput: false });
    const h = (p: number) => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
    expect(limit.mutualInformation!.toNumber()).toBeCloseTo(h((1 + share) / 2) - h(share) / 2, 14);
  });

  it('dropout over all masks: weights add up to 1, and far out it is the mean of the masked', () => {
    const network = networkOf(
      1,
      dense([[1], [2], [-1]], [0, 1, 2]),
      { type: 'relu' },
      dense([
        [1, -1, 0],
        [0, 0, 1],
      ]),
    );
    const mixture = dropoutMixture(network, [{ layer: 1, rate: 0.25 }], Math.random);
    expect(mixture).toMatchObject({ sampled: false });
    expect(mixture.members).toHaveLength(8);
    const total = mixture.members.reduce((sum, { weight }) => sum + weight.toNumber(), 0);
    expect(total).toBeCloseTo(1, 15);
    const limit = mixtureLimit(mixture, { origin: [0], direction: [1] })!;
    const far = [0, 0];
    for (const { network: member, weight } of mixture.members) {
      softmax(evaluate(member, [1e4])).forEach((p, c) => {
        far[c] += weight.toNumber() * p;
      });
    }
    limit.probabilities.forEach((p, c) => {
      expect(p.toNumber()).toBeCloseTo(far[c], 12);
    });
    // Dropped with probability ¼, the first unit leaves the second to decide, and so on.
    expect(limit.probabilities[0].toNumber()).not.toBeCloseTo(0, 2);
  });

  it('samples masks where there are too many, and says so', () => {
    const wide = networkOf(
      1,
      dense(Array.from({ length: 20 }, (_, i) => [i - 10])),
      { type: 'relu' },
      dense([Array(20).fill(1), Array(20).fill(0)]),
    );
    const mixture = dropoutMixture(wide, [{ layer: 1, rate: 0.5 }], () => 0.7, 10);
    expect(mixture).toMatchObject({ sampled: true });
    expect(mixture.members).toHaveLength(10);
  });
});

describe('what a posterior is made of', () => {
  it('the mean of σ of a Gaussian is ½ at 0, and enclosed', () => {
    expect(holds(logisticNormalMean(Real.zero, Real.of(3)), 0.5)).toBe(true);
    expect(width(logisticNormalMean(Real.one, Real.of(50)))).toBeLessThan(1e-12);
    expect(logisticNormalMean(Real.one, Real.zero).toNumber()).toBeCloseTo(
      1 / (1 + 1 / Math.E),
      15,
    );
  });

  it('entropy is enclosed over the peak of −p ln p', () => {
    const half = entropyOf([Real.of(0.5), Real.of(0.5)]);
    expect(half.toNumber()).toBeCloseTo(Math.LN2, 15);
    const wide = entropyOf([Real.zero.hull(Real.one)]);
    expect(wide.lower.sign).toBe(0);
    expect(wide.upper.toNumber()).toBeCloseTo(1 / Math.E, 15);
  });

  it('the Laplace approximation has the Hessian of the cross entropy for its precision', () => {
    const network = networkOf(1, dense([[1], [-1]]));
    const head = lastLayerLaplace(network, [[0]], { priorPrecision: 2 });
    // At x = 0: u = (0, 1), p = ½: biases have precision 2 + (¼, −¼; −¼, ¼), weights 2.
    const a = head.covariance;
    expect([a[0][0], a[2][2], a[0][2]]).toEqual([0.5, 0.5, 0]);
    const determinant = 2.25 ** 2 - 0.25 ** 2;
    expect(a[1][1]).toBeCloseTo(2.25 / determinant, 14);
    expect(a[1][3]).toBeCloseTo(0.25 / determinant, 14);
    expect(head.mean).toEqual([
      [1, 0],
      [-1, 0],
    ]);
  });

  it('refuses what does not fit, naming the place', async () => {
    const network = networkOf(1, dense([[1], [0]]));
    const read = (file: object) =>
      readPosterior(
        { format: 'farfield-posterior', version: 1, ...file },
        { network, readMember: () => Promise.resolve(network), random: Math.random },
      );
    const mean = [
      [0, 0],
      [0, 0],
    ];
    const covariance = diagonal(1, 1, 1, 1);
    for (const [file, rule] of [
      [{ kind: 'gaussian-head', mean: [[0, 0]], covariance }, /mean/],
      [{ kind: 'gaussian-head', mean: [[0], [0]], covariance }, /mean\[0\]\.length=1 must be 2/],
      [
        { kind: 'gaussian-head', mean, covariance: diagonal(1, 1) },
        /covariance\.length=2 must be 4/,
      ],
      [{ kind: 'gaussian-head', mean, covariance: diagonal(1, -1, 1, 1) }, /must not be negative/],
      [
        {
          kind: 'gaussian-head',
          mean,
          covariance: [
            [1, 2, 0, 0],
            [0, 1, 0, 0],
            [0, 0, 1, 0],
            [0, 0, 0, 1],
          ],
        },
        /symmetric/,
      ],
      [{ kind: 'mixture', weights: [0.5], members: ['a', 'b'] }, /weights\.length=1 must be 2/],
      [{ kind: 'mixture', weights: [0.5, 0.6], members: ['a', 'b'] }, /add up to 1/],
      [{ kind: 'mixture', weights: [1, 0], members: ['a', 'b'] }, /weights\[1\]=0/],
      [{ kind: 'dropout', masks: [{ layer: 1, rate: 0.1 }] }, /must be a hidden layer, 1 to 0/],
      [{ kind: 'dropout', masks: [] }, /masks/],
      [{ kind: 'flow' }, /kind="flow"/],
      [{ kind: 'mixture', version: 2 }, /version=2/],
    ] as const) {
      await expect(read(file)).rejects.toThrow(rule);
      await expect(read(file)).rejects.toThrow(InputError);
    }
    await expect(
      readPosterior([], {
        network,
        readMember: () => Promise.resolve(network),
        random: Math.random,
      }),
    ).rejects.toThrow(InputError);
  });
});

describe('the bound of the probit approximation that knows no direction', () => {
  const plain = networkOf(
    2,
    dense([
      [1, 0],
      [0, 1],
    ]),
  );
  const ceiling = (covariance: number[][]) =>
    probitCeiling(
      gaussianHead(plain, {
        mean: [
          [0, 0, 9],
          [3, 4, 0],
        ],
        covariance,
      }),
    );

  it('is σ(‖μ‖/√(π λ/8)), biases left out, and is met in no direction from below', () => {
    // w_1 − w_0 has covariance diag(2, 6): λ = 2.
    const found = ceiling(diagonal(1, 3, 1, 1, 3, 1))!;
    expect(found).toBeCloseTo(1 / (1 + Math.exp(-5 / Math.sqrt((Math.PI * 2) / 8))), 12);
    const head = gaussianHead(plain, {
      mean: [
        [0, 0, 9],
        [3, 4, 0],
      ],
      covariance: diagonal(1, 3, 1, 1, 3, 1),
    });
    for (const direction of [
      [1, 0],
      [0, 1],
      [3, 4],
      [-1, 2],
      [4, -3],
    ]) {
      const { probit } = gaussianHeadLimit(head, { origin: [0, 0], direction })!;
      expect(probit!.toNumber()).toBeLessThan(found);
    }
  });

  it('takes the covariance of the difference: rows that move together make it narrow', () => {
    const covariance = diagonal(1, 3, 1, 1, 3, 1);
    // Cov(w_0, w_1) = 1/2 in the first unit: the variance of the difference is 1 + 1 − 1.
    covariance[0][3] = 0.5;
    covariance[3][0] = 0.5;
    const expected = 1 / (1 + Math.exp(-5 / Math.sqrt(Math.PI / 8)));
    expect(ceiling(covariance)).toBeCloseTo(expected, 12);
  });

  it('is none where some combination of units does not vary', () => {
    expect(ceiling(diagonal(0, 1, 1, 0, 1, 1))).toBe(1);
  });
});
