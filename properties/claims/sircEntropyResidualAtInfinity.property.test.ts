import { sircEntropyResidualAtInfinity } from '../../src/claims/infinity/sircEntropyResidualAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(sircEntropyResidualAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [
    meetHypotheses(20),
    endBlind(sircEntropyResidualAtInfinity, 10),
    endFlagged(sircEntropyResidualAtInfinity, 5),
  ],
});
