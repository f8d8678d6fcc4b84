import { klmAtInfinity } from '../../src/claims/infinity/klmAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(klmAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(50), endAtLimit(klmAtInfinity, 50)],
});
