import { expect } from 'vitest';
import { perfectCertaintySameSense } from '../../src/claims/perfectCertaintySameSense.js';
import { describeClaim } from './describeClaim.js';
import { decidedAsPrinted, meetHypotheses, meetRepaired } from './shares.js';

describeClaim(perfectCertaintySameSense, {
  asPrinted: {
    witnessWith: 'one member, tied',
    witness: ({ members }) => expect(members).toHaveLength(1),
  },
  repaired: 'members of one sense that all saturate',
  notVacuous: [
    meetHypotheses(5),
    meetRepaired(3),
    decidedAsPrinted(3, 'holds'),
    decidedAsPrinted(1, 'fails'),
  ],
});
