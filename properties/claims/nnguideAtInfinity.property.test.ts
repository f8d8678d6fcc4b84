import { nnguideAtInfinity } from '../../src/claims/infinity/nnguideAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(nnguideAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [
    meetHypotheses(20),
    endBlind(nnguideAtInfinity, 15),
    endFlagged(nnguideAtInfinity, 1),
  ],
});
