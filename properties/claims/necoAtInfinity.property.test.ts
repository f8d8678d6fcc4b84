import { necoAtInfinity } from '../../src/claims/infinity/necoAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(necoAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(40), endBlind(necoAtInfinity, 20), endFlagged(necoAtInfinity, 8)],
});
