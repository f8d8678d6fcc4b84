import { beforeAll, describe, expect, it } from 'vitest';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { refute } from '../check/refute.js';
import { DEFAULT_SEED, SEARCH_RUNS } from '../check/settings.js';
import { claimById } from '../claims/claimById.js';
import type { Layer, NetworkFile } from '../network/networkFile.js';
import { checkWitnesses, type WitnessAnswer } from './checkWitnesses.js';
import { findCoq } from './coq.js';
import { coqWitness, WITNESSED_CLAIMS } from './witness.js';

const network = (inputs: number, ...layers: Layer[]): NetworkFile => ({
  format: 'farfield-network',
  version: 1,
  inputs,
  layers,
});
const dense = (weights: number[][], bias = weights.map(() => 0)): Layer => ({
  type: 'dense',
  weights,
  bias,
});

/** f(x) = (x_2, 0, −x_1), through a hidden layer of rectifiers. */
const tied = network(
  2,
  dense([
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]),
  { type: 'relu' },
  dense([
    [0, 0, 1, -1],
    [0, 0, 0, 0],
    [-1, 1, 0, 0],
  ]),
);
const ray = { origin: [1, 0.1], direction: [1, 0] };

/** f(x) = (0, slope · x): saturates to class 1 or 0 by the sign of the slope. */
const sloped = (slope: number) => network(1, dense([[0], [slope]]));

describe('coqWitness', () => {
  it('writes every weight as the dyadic rational it is', () => {
    expect(coqWitness('gradient-vanishes', { network: tied, ...ray })).toContain(
      '[(1 # 1); (3602879701896397 # 36028797018963968)]',
    );
  });

  it.each([
    ['a claim without a check', 'softmax-jacobian', { network: tied, ...ray }, 'must have a check'],
    ['no network', 'gradient-vanishes', ray, 'network must be given'],
    ['two networks', 'gradient-vanishes', { members: [tied, tied], ...ray }, 'must be one'],
    ['a short origin', 'gradient-vanishes', { network: tied, ...ray, origin: [1] }, 'length=1'],
    ['a slanted ray', 'gradient-vanishes', { network: tied, ...ray, direction: [1, 1] }, 'exactly'],
    ['NaN', 'gradient-vanishes', { network: tied, ...ray, origin: [1, Number.NaN] }, 'finite'],
    ['members that differ', 'perfect-certainty', { members: [tied, sloped(1)], ...ray }, 'agree'],
    ['a ray for logits', 'softmax-increasing', { network: tied, ...ray }, 'logits must be given'],
    ['logits for a ray', 'gradient-vanishes', { logits: [[0, 0]] }, 'do not refute'],
    ['one class', 'softmax-increasing', { logits: [[0]] }, 'at least 2'],
    ['logits that are NaN', 'entropy-direction', { logits: [[0, Number.NaN]] }, 'finite'],
  ])('refuses %s', (_, claim, counterexample, message) => {
    expect(() => coqWitness(claim, counterexample)).toThrow(message);
  });
});

type Counterexample = Parameters<typeof coqWitness>[1];

const along = { origin: [1], direction: [1] };
/** f(x) = (w_0 x, …) from 1. */
const lines = (...weights: number[]) => ({
  ...along,
  network: network(1, dense(weights.map((weight) => [weight]))),
});
const ensemble = (...members: number[][]) => ({
  ...along,
  members: members.map((weights) => lines(...weights).network),
});
/** f(x) = (−x_1, 0, w x_2) for each w, where classes 1 and 2 stay level. */
const level = (...weights: number[]) => ({
  members: weights.map((weight) =>
    network(
      2,
      dense([
        [-1, 0],
        [0, 0],
        [0, weight],
      ]),
    ),
  ),
  origin: [1, 0],
  direction: [1, 0],
});

const residual = network(2, { type: 'residual', layers: [{ type: 'relu' }] }, ...tied.layers);
const maximum = network(
  2,
  dense([
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ]),
  { type: 'leaky-relu', slope: 0.5 },
  { type: 'maximum', groups: [[0, 2], [1], [3]] },
  dense([
    [0, 1, 0],
    [0, 0, 0],
    [-1, 0, 0],
  ]),
);
// Beyond the kink at 4 the clip is constant: class 1 stays, and no column is monotonic.
const clipped = network(2, { type: 'clip', lower: -4, upper: 4 }, ...tied.layers);
// Beside a residual the clip of feature 1 is constant far out and that of feature 2 passes.
const beside = network(
  2,
  { type: 'residual', layers: [{ type: 'clip', lower: -4, upper: 4 }] },
  ...tied.layers,
);
const opposed = { members: [sloped(1), sloped(-0.5)], ...along };
const unanimous = { members: [sloped(1), sloped(2)], ...along };

/** The same from x_2 = 1, where the members' intercepts are 0 and their weights. */
const uneven = (...weights: number[]) => ({ ...level(...weights), origin: [1, 1] });

/** A claim, what may refute it, and whether it does. */
const ONE_BY_ONE: readonly (readonly [string, Counterexample, boolean])[] = [
  ['gradient-vanishes', { network: residual, ...ray }, true],
  ['gradient-vanishes', { network: maximum, ...ray }, true],
  ['gradient-vanishes', { network: clipped, ...ray }, false],
  ['gradient-vanishes', { network: beside, ...ray }, true],
  // A hidden unit stays at 0: a boundary tail.
  ['gradient-vanishes', { network: tied, origin: [1, 0], direction: [1, 0] }, false],
  ['monotone-logits', { network: sloped(1), ...along }, true],
  ['perfect-certainty', opposed, true],
  ['softmax-increasing', { logits: [[0, 0.5]] }, true],
  ['entropy-direction', { logits: [[0, 0.5, -1]] }, true],
  ['perfect-certainty', unanimous, false],
];

/** A claim, a counterexample, and the same with a number changed so that it is none. */
const TAMPERED: readonly (readonly [string, Counterexample, Counterexample])[] = [
  ['growth-rate', lines(0, 0), lines(0)],
  ['jacobian-limit-joint', lines(1, 1), lines(1, 2)],
  ['msp-gradient', level(1), level(0)],
  ['mean-gradient', level(1), level(0)],
  // p_1 and p_2 move with x_2 in one member as fast as in the other, and the other way.
  ['mean-gradient', level(1, 1), level(1, -1)],
  ['variance-gradient', uneven(1, 2), uneven(1, 1)],
  // Equal shares have the largest entropy, and one member has no information to share.
  ['entropy-gradient', uneven(1), level(1)],
  ['entropy-gradient', uneven(0.5, 2), level(0.5, 2)],
  ['mi-gradient', uneven(1, 2), uneven(1)],
  ['monotone-on-polytopes', lines(1, 1), lines(1, 2)],
  ['single-dimension', ensemble([0, 1], [1, 0]), ensemble([0, 1], [1, 2])],
  ['single-dimension', lines(1, 1, 0), lines(1, 1, 1)],
  ['perfect-certainty-same-sense', lines(1, 0, 1), lines(1, 0, 0.5)],
  // Members of opposite senses refute another claim.
  ['perfect-certainty-same-sense', ensemble([1, 0, 1], [2, 0, 2]), ensemble([1, 0, 1], [0, 1, 0])],
];

const coq = findCoq();

testsNeeding('Coq on the PATH', coq !== undefined).describe('Coq', () => {
  let oneByOne: readonly WitnessAnswer[];
  let found: readonly WitnessAnswer[];
  let tampered: readonly WitnessAnswer[];
  let mistaken: readonly WitnessAnswer[];
  // The development is read once for all files.
  beforeAll(async () => {
    const groups = [
      ONE_BY_ONE.map(([claim, counterexample, thoughtRight]) => ({
        text: coqWitness(claim, counterexample),
        thoughtRight,
      })),
      WITNESSED_CLAIMS.map((claim) => {
        const { counterexample } = refute(claimById(claim), DEFAULT_SEED, SEARCH_RUNS);
        const text = coqWitness(claim, counterexample as unknown as Counterexample);
        return { text, thoughtRight: true };
      }),
      TAMPERED.flatMap(([claim, right, wrong]) => [
        { text: coqWitness(claim, right), thoughtRight: true },
        { text: coqWitness(claim, wrong), thoughtRight: false },
      ]),
      // What is thought of a witness does not decide: each of these is thought what it is not.
      [
        { text: coqWitness('perfect-certainty', opposed), thoughtRight: false },
        { text: coqWitness('perfect-certainty', unanimous), thoughtRight: true },
      ],
    ];
    const answers = await checkWitnesses(coq!, groups.flat());
    [oneByOne, found, tampered, mistaken] = groups.map((group, n) => {
      const before = groups.slice(0, n).flat().length;
      return answers.slice(before, before + group.length);
    });
  });

  /** What is rejected fails in the computation, not by a slip of syntax. */
  const expectComputed = (answers: readonly WitnessAnswer[]) => {
    for (const { ok, says } of answers) if (!ok) expect(says).toBe('(false = true)');
  };

  it('proves counterexamples with every kind of layer, and rejects what is none', () => {
    expect(oneByOne.map(({ ok }) => ok)).toEqual(ONE_BY_ONE.map(([, , proved]) => proved));
    expectComputed(oneByOne);
  });

  it('proves what refute finds for every claim that has a check', () => {
    const rejected = WITNESSED_CLAIMS.filter((_, n) => !found[n].ok);
    expect(rejected, found.map(({ says }) => says).join('')).toEqual([]);
  });

  it('rejects a file in which a number was changed so that it is no counterexample', () => {
    expect(tampered.map(({ ok }) => ok)).toEqual(TAMPERED.flatMap(() => [true, false]));
    expectComputed(tampered);
  });

  it('says of each what it is, whatever was thought', () => {
    expect(mistaken).toEqual([
      { ok: true, says: '' },
      { ok: false, says: expect.stringContaining('expected to have type') },
    ]);
  });
});
