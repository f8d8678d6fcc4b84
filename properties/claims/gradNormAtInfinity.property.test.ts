import { gradNormAtInfinity } from '../../src/claims/infinity/gradNormAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(gradNormAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(50), endBlind(gradNormAtInfinity, 50)],
});
