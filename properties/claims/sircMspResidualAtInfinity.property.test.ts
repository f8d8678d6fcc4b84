import { sircMspResidualAtInfinity } from '../../src/claims/infinity/sircMspResidualAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(sircMspResidualAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [
    meetHypotheses(20),
    endBlind(sircMspResidualAtInfinity, 10),
    endFlagged(sircMspResidualAtInfinity, 5),
  ],
});
