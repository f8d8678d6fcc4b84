import { expect, it } from 'vitest';
import { preciseOracle } from '../check/oracles/preciseOracle.js';
import { RayAnalysis } from './rayAnalysis.js';
import { saturationRate } from './saturationRate.js';

it('bounds the rest of certainty without its own rounding, where A and γt cancel', () => {
  const top = [-1.2073597927007327e-14, -2.220446049250313e-16];
  const subject = RayAnalysis.of({
    network: {
      format: 'farfield-network',
      version: 1,
      inputs: 2,
      layers: [
        {
          type: 'dense',
          weights: [
            [-3.545068336271585e-16, 0],
            [0, 1.472728039589318e-90],
          ],
          bias: [-422212465065984, 1.3080452628505039e-105],
        },
        { type: 'leaky-relu', slope: -1 },
        {
          type: 'dense',
          weights: [top, [0, 0], top],
          bias: [0, -54352609514835.28, -4.909093465297727e-91],
        },
      ],
    },
    origin: [-6.087505625036895e-91, -4.440892098500626e-16],
    direction: [-6.087505625036895e-91, 0],
  });
  const reading = saturationRate.asPrinted;
  expect(reading.check(subject).status).toBe('holds');
  expect(reading.confirm!(subject, preciseOracle(64), 'holds').verdict).not.toBe('contradicted');
});
