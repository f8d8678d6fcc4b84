import { expect, it } from 'vitest';
import { RayAnalysis } from '../../claims/rayAnalysis.js';
import { loadPrecise } from '../../uncertainty/precise/loadPrecise.js';
import { preciseOracle } from './preciseOracle.js';

it('decimals and binary numbers of as many digits are not taken for each other', async () => {
  const subject = RayAnalysis.of({
    network: {
      format: 'farfield-network',
      version: 1,
      inputs: 1,
      layers: [
        { type: 'dense', weights: [[3], [-1]], bias: [1, 2] },
        { type: 'relu' },
        {
          type: 'dense',
          weights: [
            [1, 0],
            [0, 1],
          ],
          bias: [0, 0],
        },
      ],
    },
    origin: [1],
    direction: [1],
  });
  const logits = async () =>
    (await loadPrecise({ digits: 64 }))
      .logits(subject.network, [1], [1], 2)
      .map((value) => value.toNumber());
  const along = () => Array.from(preciseOracle(64).along(subject).at(2).logProbabilities[0]);
  const [decimal, binary] = [await logits(), along()];
  expect(decimal).toEqual([10, 0]);
  expect(binary[0] - binary[1]).toBeCloseTo(10, 12);
  expect(await logits()).toEqual(decimal);
  expect(along()).toEqual(binary);
});
