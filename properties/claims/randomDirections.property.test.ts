import { randomDirections } from '../../src/claims/randomDirections.js';
import { describeClaim } from './describeClaim.js';
import { areTied, meetHypotheses, saturate } from './shares.js';

describeClaim(randomDirections, {
  asPrinted: 'every network and direction',
  notVacuous: [meetHypotheses(90), saturate(30), areTied(10)],
});
