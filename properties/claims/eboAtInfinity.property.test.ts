import { eboAtInfinity } from '../../src/claims/infinity/eboAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(eboAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(50), endBlind(eboAtInfinity, 30), endFlagged(eboAtInfinity, 10)],
});
