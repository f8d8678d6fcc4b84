import { relationAtInfinity } from '../../src/claims/infinity/relationAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(relationAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(40), endAtLimit(relationAtInfinity, 40)],
});
