import { nciAtInfinity } from '../../src/claims/infinity/nciAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(nciAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(40), endBlind(nciAtInfinity, 50)],
});
