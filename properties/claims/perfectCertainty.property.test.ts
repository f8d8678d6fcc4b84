import { expect } from 'vitest';
import { perfectCertainty } from '../../src/claims/perfectCertainty.js';
import { describeClaim } from './describeClaim.js';
import { allSaturate, decidedAsPrinted, disagree, someDoNot } from './shares.js';
import { expectSmall } from './witness.js';

describeClaim(perfectCertainty, {
  asPrinted: {
    witnessWith: 'two members that end in opposite classes',
    witness: ({ members }) => {
      expect(members).toHaveLength(2);
      for (const member of members) expectSmall(member, { classes: 2, inputs: 1 });
    },
  },
  repaired: 'every ensemble and ray',
  notVacuous: [
    allSaturate(30),
    someDoNot(20),
    disagree(30),
    decidedAsPrinted(5, 'holds'),
    decidedAsPrinted(10, 'fails'),
  ],
});
