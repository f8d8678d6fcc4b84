import { vraClipAtInfinity } from '../../src/claims/infinity/vraClipAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(vraClipAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(40), endAtLimit(vraClipAtInfinity, 50)],
});
