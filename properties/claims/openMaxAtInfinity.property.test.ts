import { openMaxAtInfinity } from '../../src/claims/infinity/openMaxAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(openMaxAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(50), endAtLimit(openMaxAtInfinity, 50)],
});
