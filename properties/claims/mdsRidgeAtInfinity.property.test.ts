import { mdsRidgeAtInfinity } from '../../src/claims/infinity/mdsRidgeAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(mdsRidgeAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(40), endFlagged(mdsRidgeAtInfinity, 40)],
});
