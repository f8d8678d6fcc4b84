import { scaleAtInfinity } from '../../src/claims/infinity/scaleAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(scaleAtInfinity, {
  asPrinted: 'every fitted network behind a ReLU on a saturating tail',
  notVacuous: [meetHypotheses(40), endBlind(scaleAtInfinity, 20), endFlagged(scaleAtInfinity, 8)],
});
