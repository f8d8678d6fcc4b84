import { farPointsBelowId } from '../../src/claims/farPointsBelowId.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses } from './shares.js';

describeClaim(farPointsBelowId, {
  asPrinted: 'every saturating ray and validation set',
  notVacuous: [meetHypotheses(40)],
});
