import { describe, expect, it } from 'vitest';
import { Rational } from '../../exact/rational.js';
import { evaluate } from '../../network/evaluate.js';
import { readNetwork } from '../../network/networkFile.js';
import { entryOf, evaluateExactly } from './exactEvaluation.js';

const network = readNetwork({
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers: [
    {
      type: 'dense',
      weights: [
        [3, -1],
        [0.5, 2],
        [1, 1],
      ],
      bias: [1, -4, 0],
    },
    { type: 'leaky-relu', slope: -0.25 },
    { type: 'clip', lower: -2, upper: 5 },
    {
      type: 'maximum',
      groups: [
        [0, 1],
        [1, 2],
      ],
    },
    {
      type: 'residual',
      layers: [
        {
          type: 'dense',
          weights: [
            [1, 0],
            [-1, 1],
          ],
          bias: [0.5, 0],
        },
      ],
    },
  ],
});

function logitsAt(origin: number[], direction: number[] | null, t: Rational): string[] {
  const values = evaluateExactly(network, origin, direction, t);
  return [0, 1].map((c) => entryOf(values, network.output, c).toString());
}

describe('exact evaluation', () => {
  it('is float64 evaluation where that is exact', () => {
    for (const x of [
      [0, 0],
      [1, -3],
      [-7, 2.5],
      [0.25, 8],
    ]) {
      const expected = Array.from(evaluate(network, x), (value) => Rational.of(value).toString());
      expect(logitsAt(x, null, new Rational(1n, 1n))).toEqual(expected);
    }
  });

  it('takes times that are no doubles', () => {
    const third = new Rational(1n, 3n);
    // x = (1, 1/3): (11/3, −17/6, 4/3), leaky (11/3, 17/24, 4/3), maxima (11/3, 4/3).
    expect(logitsAt([1, 0], [0, 1], third)).toEqual(['47/6', '-1/1']);
  });

  it('clips at bounds scaled with the time', () => {
    // x = (7/3, 0): (8, −17/6, 7/3), leaky (8, 17/24, 7/3), clipped to 5, maxima (5, 7/3).
    expect(logitsAt([0, 0], [1, 0], new Rational(7n, 3n))).toEqual(['21/2', '-1/3']);
  });
});
