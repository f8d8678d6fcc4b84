import { expect, it } from 'vitest';
import { evaluate } from '../network/evaluate.js';
import { jacobian } from '../network/jacobian.js';
import { readNetwork } from '../network/networkFile.js';
import { uncertaintyGradients } from '../uncertainty/uncertaintyGradients.js';
import { uncertaintyAt } from './uncertaintyAt.js';

/** Two classifiers of three classes that agree nowhere. */
const MEMBERS = [0.25, -1.5].map((turn) =>
  readNetwork({
    format: 'farfield-network',
    version: 1,
    inputs: 2,
    layers: [
      {
        type: 'dense',
        weights: [
          [1, turn],
          [turn, -1],
          [0.5, 2],
        ],
        bias: [0, 0.5, -0.25],
      },
      { type: 'relu' },
      {
        type: 'dense',
        weights: [
          [1, -1, 0.5],
          [turn, 1, 0],
          [0, 0.75, -1],
        ],
        bias: [0, turn, 1],
      },
    ],
  }),
);

it.each([
  [0.3, -0.2],
  [1.5, 2],
  [-4, 7],
])('gradients at (%s, %s) are those of the metrics', (...point) => {
  const { gradient } = uncertaintyAt(MEMBERS, point);
  const all = uncertaintyGradients(
    MEMBERS.map((network) => evaluate(network, point)),
    MEMBERS.map((network) => jacobian(network, Float64Array.from(point))),
  );
  expect(gradient).toEqual({
    entropy: expect.closeTo(all.predictiveEntropy.norm, 12),
    probability: expect.closeTo(all.maximumSoftmaxProbability.gradients[0].norm, 12),
    variance: expect.closeTo(all.classVariance.norm, 12),
    information: expect.closeTo(all.mutualInformation.norm, 12),
  });
  expect(new Set(Object.values(gradient)).size).toBe(4);
});
