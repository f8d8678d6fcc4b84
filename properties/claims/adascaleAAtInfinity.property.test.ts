import { adaScaleAAtInfinity } from '../../src/claims/infinity/adaScaleAAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(adaScaleAAtInfinity, {
  asPrinted: 'every fitted network behind a ReLU on a saturating tail',
  notVacuous: [
    meetHypotheses(40),
    endBlind(adaScaleAAtInfinity, 20),
    endFlagged(adaScaleAAtInfinity, 8),
  ],
});
