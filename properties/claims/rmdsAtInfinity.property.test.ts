import { expect } from 'vitest';
import { rmdsAtInfinity } from '../../src/claims/infinity/rmdsAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit, endBlind, endFlagged } from './endings.js';
import { decidedAsPrinted, meetHypotheses } from './shares.js';
import { expectSmall } from './witness.js';

describeClaim(rmdsAtInfinity, {
  asPrinted: {
    witnessWith: 'two classes of one row each, which differ only in Δ',
    witness: ({ network, train }) => {
      expectSmall(network, { classes: 2, inputs: 1 });
      expect(train.y.toSorted()).toEqual([0, 1]);
    },
  },
  repaired: 'every fitted network on a saturating tail',
  notVacuous: [
    meetHypotheses(50),
    decidedAsPrinted(5, 'fails'),
    endFlagged(rmdsAtInfinity, 20),
    endBlind(rmdsAtInfinity, 5),
    endAtLimit(rmdsAtInfinity, 15),
  ],
});
