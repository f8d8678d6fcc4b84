import { expect } from 'vitest';
import type { ClaimProperties } from './describeClaim.js';
import { allSaturate, disagree, meetHypotheses, meetRepaired, someDoNot } from './shares.js';
import { expectSmall } from './witness.js';

/**
 * The properties of a claim that the gradient of an uncertainty metric vanishes.
 *
 * @param members - how many a smallest counterexample has: one for a metric of a single network,
 *   two for one that measures how members differ
 */
export function metricGradientProperties(members: 1 | 2): ClaimProperties<'ensemble'> {
  return {
    asPrinted: {
      witnessWith: `${members === 1 ? 'one member' : 'two members'}, 3 classes and 2 inputs`,
      witness: (ensemble) => {
        expect(ensemble.members).toHaveLength(members);
        for (const member of ensemble.members) expectSmall(member, { classes: 3, inputs: 2 });
      },
    },
    repaired: 'every finite ensemble of saturating members',
    notVacuous: [
      allSaturate(30),
      someDoNot(20),
      disagree(30),
      meetHypotheses(20),
      meetRepaired(30),
    ],
  };
}
