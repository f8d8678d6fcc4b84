import { heinScaling } from '../../src/claims/heinScaling.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses } from './shares.js';

describeClaim(heinScaling, {
  asPrinted: 'every input without identical rows and on none of finitely many hyperplanes',
  repaired: 'every input without identical rows, on hyperplanes or not',
  notVacuous: [
    meetHypotheses(5),
    {
      percent: 0.5,
      that: 'lie on a hyperplane on which certainty is not reached',
      counts: (_, { asPrinted, repaired }) =>
        asPrinted.status === 'skipped' && repaired?.status === 'holds',
    },
  ],
});
