import { describe, expect, it } from 'vitest';
import { testsNeeding } from '../../properties/testsNeeding.js';
import type { Layer, NetworkFile } from '../network/networkFile.js';
import { checkWitnesses } from './checkWitnesses.js';
import { findCoq } from './coq.js';
import { coqWitness } from './witness.js';

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

const coq = findCoq();

testsNeeding('Coq on the PATH', coq !== undefined).describe('Coq', () => {
  it('proves counterexamples with every kind of layer, and rejects what is none', async () => {
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
    const opposed = { members: [sloped(1), sloped(-0.5)], origin: [1], direction: [1] };
    const unanimous = { members: [sloped(1), sloped(2)], origin: [1], direction: [1] };
    const cases: [string, Parameters<typeof coqWitness>[1], boolean][] = [
      ['gradient-vanishes', { network: residual, ...ray }, true],
      ['gradient-vanishes', { network: maximum, ...ray }, true],
      ['gradient-vanishes', { network: clipped, ...ray }, false],
      ['gradient-vanishes', { network: beside, ...ray }, true],
      // A hidden unit stays at 0: a boundary tail.
      ['gradient-vanishes', { network: tied, origin: [1, 0], direction: [1, 0] }, false],
      ['monotone-logits', { network: sloped(1), origin: [1], direction: [1] }, true],
      ['perfect-certainty', opposed, true],
      ['softmax-increasing', { logits: [[0, 0.5]] }, true],
      ['entropy-direction', { logits: [[0, 0.5, -1]] }, true],
      ['perfect-certainty', unanimous, false],
    ];
    const outputs = await checkWitnesses(
      coq!,
      cases.map(([claim, counterexample]) => coqWitness(claim, counterexample)),
    );
    expect(outputs.map(({ ok }) => ok)).toEqual(cases.map(([, , proved]) => proved));
    // What is rejected fails in the computation, not by a slip of syntax.
    for (const { ok, stderr } of outputs) if (!ok) expect(stderr).toContain('Unable to unify');
  });
});
