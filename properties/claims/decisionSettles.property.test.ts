import { decisionSettles } from '../../src/claims/decisionSettles.js';
import { describeClaim } from './describeClaim.js';
import { areTied, meetHypotheses } from './shares.js';

describeClaim(decisionSettles, {
  asPrinted: 'every network and ray',
  notVacuous: [meetHypotheses(100), areTied(10)],
});
