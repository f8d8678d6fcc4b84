import { unflaggedCeiling } from '../../src/claims/unflaggedCeiling.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses } from './shares.js';

describeClaim(unflaggedCeiling, {
  asPrinted: 'every rectified network with λ > 0',
  notVacuous: [meetHypotheses(60)],
});
