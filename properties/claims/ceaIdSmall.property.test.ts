import { expect } from 'vitest';
import { ceaIdSmall } from '../../src/claims/ceaIdSmall.js';
import { describeClaim } from './describeClaim.js';
import { ending } from './endings.js';
import { decidedAsPrinted, meetHypotheses, meetRepaired } from './shares.js';

describeClaim(ceaIdSmall, {
  asPrinted: {
    witnessWith: 'a ray that switches units off',
    witness: ({ network }) => expect(network.inputs).toBe(1),
  },
  repaired: 'every network and validation set, degenerate thresholds included',
  notVacuous: [
    meetHypotheses(90),
    meetRepaired(100),
    decidedAsPrinted(5, 'fails'),
    ending(ceaIdSmall, 50, 'percentile positive'),
    ending(ceaIdSmall, 5, 'percentile zero'),
  ],
});
