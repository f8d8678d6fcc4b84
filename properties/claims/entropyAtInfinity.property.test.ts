import { entropyAtInfinity } from '../../src/claims/infinity/entropyAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(entropyAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(50), endAtLimit(entropyAtInfinity, 50)],
});
