import { sheInnerProductAtInfinity } from '../../src/claims/infinity/sheInnerProductAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit, endBlind } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(sheInnerProductAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [
    meetHypotheses(50),
    endBlind(sheInnerProductAtInfinity, 30),
    endAtLimit(sheInnerProductAtInfinity, 15),
  ],
});
