import { expect } from 'vitest';
import { singleDimension } from '../../src/claims/singleDimension.js';
import { describeClaim } from './describeClaim.js';
import { decidedAsPrinted, meetHypotheses, meetRepaired } from './shares.js';

describeClaim(singleDimension, {
  asPrinted: {
    witnessWith: 'one input',
    witness: ({ members }) => expect(members[0].inputs).toBe(1),
  },
  repaired: 'networks of two classes',
  notVacuous: [
    meetHypotheses(15),
    meetRepaired(8),
    decidedAsPrinted(3, 'holds'),
    decidedAsPrinted(5, 'fails'),
  ],
});
