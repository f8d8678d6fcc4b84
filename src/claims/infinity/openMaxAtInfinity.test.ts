import { expect, it } from 'vitest';
import { float64Oracle } from '../../check/oracles/float64Oracle.js';
import { SMALL } from '../controls/detectorCases.js';
import { DetectorAnalysis } from '../detectorAnalysis.js';
import { openMaxAtInfinity } from './openMaxAtInfinity.js';

/** z = relu(x), f = (2z_0, −4(1 + excess)·z_0, z_1 − 8z_0): the unknown class has the slope −2·excess. */
const cancelling = (excess: number) =>
  new DetectorAnalysis({
    ...SMALL,
    network: {
      ...SMALL.network,
      layers: [
        ...SMALL.network.layers.slice(0, -1),
        {
          type: 'dense',
          weights: [
            [2, 0],
            [-4 * (1 + excess), 0],
            [-8, 1],
          ],
          bias: [0, 0, 0],
        },
      ],
    },
  });

it('waits until shares of slopes that all but cancel have settled', () => {
  const { check, confirm } = openMaxAtInfinity.asPrinted;
  // The class that ranks highest keeps nothing, a line of slope 0, and the unknown class ends near it.
  for (const [excess, told] of [
    [2 ** -50, 'could-not-tell'],
    [-(2 ** -50), 'could-not-tell'],
    [1 / 4, 'confirmed'],
    [-1 / 4, 'confirmed'],
  ] as const) {
    const subject = cancelling(excess);
    expect(check(subject).status).toBe('holds');
    expect(confirm!(subject, float64Oracle, 'holds').verdict, `${excess}`).toBe(told);
  }
});
