import { expect, it } from 'vitest';
import { dense, networkFile } from '../../properties/smallNetworks.js';
import { readNetwork } from '../network/networkFile.js';
import { auditBenchmark, exponentOf } from './auditBenchmark.js';

it('fits the exponent of a power', () => {
  expect(exponentOf([1, 2, 4, 8].map((n) => [n, 5 * n ** 1.5] as const))).toBeCloseTo(1.5, 12);
});

it('measures every axis direction of a network', () => {
  const network = readNetwork(
    networkFile(
      3,
      dense([
        [1, 0, 2],
        [0, 1, 0],
      ]),
    ),
  );
  const found = auditBenchmark({ network, seed: 1 });
  expect(found).toMatchObject({ directions: 6, parameters: 8, settledExactly: 0 });
  expect(found.forwardPasses).toBeGreaterThanOrEqual(0);
  expect(found.sharedWeights).toBeCloseTo((8 * 8) / 1e6, 12);
});
