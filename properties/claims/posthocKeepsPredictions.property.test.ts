import { posthocKeepsPredictions } from '../../src/claims/posthocKeepsPredictions.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses } from './shares.js';

describeClaim(posthocKeepsPredictions, {
  asPrinted: 'every fitted detector, with CEA and without',
  notVacuous: [meetHypotheses(100)],
});
