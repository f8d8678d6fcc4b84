import { vimClippedAtInfinity } from '../../src/claims/infinity/vimClippedAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(vimClippedAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(20), endFlagged(vimClippedAtInfinity, 10)],
});
