import { adaScaleLAtInfinity } from '../../src/claims/infinity/adaScaleLAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(adaScaleLAtInfinity, {
  asPrinted: 'every fitted network behind a ReLU on a saturating tail',
  notVacuous: [
    meetHypotheses(40),
    endBlind(adaScaleLAtInfinity, 20),
    endFlagged(adaScaleLAtInfinity, 8),
  ],
});
