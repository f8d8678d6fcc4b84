import { ashSAtInfinity } from '../../src/claims/infinity/ashSAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(ashSAtInfinity, {
  asPrinted: 'every fitted network behind a ReLU on a saturating tail',
  notVacuous: [meetHypotheses(40), endBlind(ashSAtInfinity, 15), endFlagged(ashSAtInfinity, 5)],
});
