import { describe, expect, it } from 'vitest';
import { RandomNumbers } from '../data/index.js';
import { evaluate } from '../network/evaluate.js';
import { jacobian } from '../network/jacobian.js';
import type { Network } from '../network/network.js';
import { type Layer, readNetwork } from '../network/networkFile.js';
import { uncertaintyGradients } from '../uncertainty/uncertaintyGradients.js';
import { autodiffJacobian, autodiffMetricGradient } from './autodiff.js';

const INPUTS = 3;

/** A network with every operation there is. */
function drawNetwork(random: RandomNumbers): Network {
  const dense = (inputs: number, outputs: number): Layer => ({
    type: 'dense',
    weights: Array.from({ length: outputs }, () =>
      Array.from({ length: inputs }, () => random.normal() / Math.sqrt(inputs)),
    ),
    bias: Array.from({ length: outputs }, () => 0.3 * random.normal()),
  });
  return readNetwork({
    format: 'farfield-network',
    version: 1,
    inputs: INPUTS,
    layers: [
      dense(INPUTS, 8),
      { type: 'relu' },
      { type: 'residual', layers: [dense(8, 6), { type: 'leaky-relu', slope: 0.1 }, dense(6, 8)] },
      { type: 'clip', lower: -1.5, upper: 1.5 },
      {
        type: 'maximum',
        groups: [
          [0, 1, 2],
          [3, 4],
          [5, 6, 7],
          [0, 7],
        ],
      },
      dense(4, 3),
    ],
  });
}

const point = (random: RandomNumbers) => Array.from({ length: INPUTS }, () => random.normal());

/** float32 accuracy: a few hundred roundings of the largest entry. */
const TOLERANCE = 256 * 2 ** -24;

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, scale: number): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(actual[i] - expected[i])).toBeLessThan(TOLERANCE * scale);
  }
}

describe('automatic differentiation in float32', () => {
  it('agrees with the analytic Jacobian', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = new RandomNumbers(seed, 'autodiff');
      const network = drawNetwork(random);
      const x = point(random).map(Math.fround);
      const analytic = jacobian(network, x);
      const automatic = await autodiffJacobian(network, x);
      const scale = Math.max(1, ...analytic.flatMap((row) => [...row].map(Math.abs)));
      automatic.forEach((row, c) => {
        expectClose(row, analytic[c], scale);
      });
    }
  });

  it('agrees with the analytic gradients of all four metrics of an ensemble', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const random = new RandomNumbers(seed, 'autodiff ensemble');
      const members = Array.from({ length: 3 }, () => drawNetwork(random));
      const x = point(random).map(Math.fround);
      const jacobians = members.map((network) => jacobian(network, x));
      const analytic = uncertaintyGradients(
        members.map((network) => evaluate(network, x)),
        jacobians,
      );
      const scale = Math.max(1, ...jacobians.flat().flatMap((row) => [...row].map(Math.abs)));
      for (const [metric, { values }] of [
        ['msp', analytic.maximumSoftmaxProbability.gradients[0]],
        ['variance', analytic.classVariance],
        ['entropy', analytic.predictiveEntropy],
        ['information', analytic.mutualInformation],
      ] as const) {
        expectClose(await autodiffMetricGradient(members, x, metric), values, scale);
      }
    }
  });
});
