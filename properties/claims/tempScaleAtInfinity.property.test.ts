import { tempScaleAtInfinity } from '../../src/claims/infinity/tempScaleAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(tempScaleAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(50), endAtLimit(tempScaleAtInfinity, 50)],
});
