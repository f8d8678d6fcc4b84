import { jacobianLimit } from '../../src/claims/jacobianLimit.js';
import { describeClaim } from './describeClaim.js';
import { areFarApart, areLevel, meetHypotheses } from './shares.js';

describeClaim(jacobianLimit, {
  asPrinted: 'all logits, with any one of them going to ±∞',
  notVacuous: [meetHypotheses(100), areLevel(20), areFarApart(15)],
});
