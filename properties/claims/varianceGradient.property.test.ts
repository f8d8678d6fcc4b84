import { expect } from 'vitest';
import { varianceGradient } from '../../src/claims/varianceGradient.js';
import { describeClaim } from './describeClaim.js';
import { allSaturate, disagree, meetHypotheses, meetRepaired, someDoNot } from './shares.js';
import { expectSmall } from './witness.js';

describeClaim(varianceGradient, {
  asPrinted: {
    witnessWith: 'two members, 3 classes and 2 inputs',
    witness: ({ members }) => {
      expect(members).toHaveLength(2);
      for (const member of members) expectSmall(member, { classes: 3, inputs: 2 });
    },
  },
  repaired: 'every finite ensemble of saturating members',
  notVacuous: [allSaturate(30), someDoNot(20), disagree(30), meetHypotheses(20), meetRepaired(30)],
});
