import { sheCosineAtInfinity } from '../../src/claims/infinity/sheCosineAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(sheCosineAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(40), endAtLimit(sheCosineAtInfinity, 50)],
});
