import { rmdsRidgeAtInfinity } from '../../src/claims/infinity/rmdsRidgeAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(rmdsRidgeAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(20), endFlagged(rmdsRidgeAtInfinity, 20)],
});
