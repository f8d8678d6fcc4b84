import { ashAtInfinity } from '../../src/claims/infinity/ashAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit, endBlind, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(ashAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [
    meetHypotheses(50),
    endBlind(ashAtInfinity, 30),
    endFlagged(ashAtInfinity, 10),
    endAtLimit(ashAtInfinity, 1),
  ],
});
