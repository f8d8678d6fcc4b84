import { mdsAtInfinity } from '../../src/claims/infinity/mdsAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(mdsAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(50), endFlagged(mdsAtInfinity, 30), endAtLimit(mdsAtInfinity, 15)],
});
