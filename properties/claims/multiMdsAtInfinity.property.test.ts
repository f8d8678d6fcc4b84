import { multiMdsAtInfinity } from '../../src/claims/infinity/multiMdsAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(multiMdsAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(40), endFlagged(multiMdsAtInfinity, 40)],
});
