import { vimAtInfinity } from '../../src/claims/infinity/vimAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(vimAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(50), endFlagged(vimAtInfinity, 20), endBlind(vimAtInfinity, 15)],
});
