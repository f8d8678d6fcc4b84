import { fixedPoints } from '../../src/claims/fixedPoints.js';
import { describeClaim } from './describeClaim.js';
import { allSaturate, meetHypotheses, someDoNot } from './shares.js';

describeClaim(fixedPoints, {
  asPrinted: 'every ensemble and ray',
  notVacuous: [meetHypotheses(95), allSaturate(30), someDoNot(20)],
});
