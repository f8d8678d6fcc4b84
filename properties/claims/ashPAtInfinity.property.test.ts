import { ashPAtInfinity } from '../../src/claims/infinity/ashPAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(ashPAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(40), endBlind(ashPAtInfinity, 20), endFlagged(ashPAtInfinity, 8)],
});
