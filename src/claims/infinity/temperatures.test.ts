import { expect, it } from 'vitest';
import { float64Oracle } from '../../check/oracles/float64Oracle.js';
import { SMALL } from '../controls/detectorCases.js';
import { DetectorAnalysis } from '../detectorAnalysis.js';
import { genAtInfinity } from './genAtInfinity.js';
import { mspAtInfinity } from './mspAtInfinity.js';
import { odinAtInfinity } from './odinAtInfinity.js';
import { tempScaleAtInfinity } from './tempScaleAtInfinity.js';

/** z = relu(x), f = ((1 + lead)·z_0 + 30, z_0): class 0 has all but e^−30 wherever the ray is. */
const ahead = (lead: number) =>
  new DetectorAnalysis({
    ...SMALL,
    network: {
      ...SMALL.network,
      layers: [
        ...SMALL.network.layers.slice(0, -1),
        {
          type: 'dense',
          weights: [
            [1 + lead, 0],
            [1, 0],
          ],
          bias: [30, 0],
        },
      ],
    },
  });

const confirmed = (claim: typeof mspAtInfinity, lead: number) => {
  const { check, confirm } = claim.asPrinted;
  const subject = ahead(lead);
  expect(check(subject).status, claim.id).toBe('holds');
  return confirm!(subject, float64Oracle, 'holds').verdict;
};

it('waits until the softmax of the temperature has settled, not only that of the logits', () => {
  // What is e^−30 of a softmax is e^−0.03 of one of temperature 1,000: only the slope sees to it.
  for (const claim of [tempScaleAtInfinity, odinAtInfinity, genAtInfinity]) {
    expect(confirmed(claim, 2 ** -50), claim.id).toBe('could-not-tell');
    expect(confirmed(claim, 1), claim.id).toBe('confirmed');
  }
  expect(confirmed(mspAtInfinity, 2 ** -50)).toBe('confirmed');
});
