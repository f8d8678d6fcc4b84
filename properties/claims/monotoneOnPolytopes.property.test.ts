import { expect } from 'vitest';
import { monotoneOnPolytopes } from '../../src/claims/monotoneOnPolytopes.js';
import { describeClaim } from './describeClaim.js';
import { decidedAsPrinted, meetHypotheses, meetRepaired } from './shares.js';

describeClaim(monotoneOnPolytopes, {
  asPrinted: {
    witnessWith: 'one input',
    witness: ({ network }) => expect(network.inputs).toBe(1),
  },
  repaired: 'every polytope in which a ray along one coordinate ends',
  notVacuous: [
    meetHypotheses(40),
    meetRepaired(40),
    decidedAsPrinted(5, 'holds'),
    decidedAsPrinted(15, 'fails'),
  ],
});
