import { softmaxJacobian } from '../../src/claims/softmaxJacobian.js';
import { describeClaim } from './describeClaim.js';
import { areFarApart, areLevel, meetHypotheses } from './shares.js';

describeClaim(softmaxJacobian, {
  asPrinted: 'all logits and every pair of classes',
  notVacuous: [meetHypotheses(100), areLevel(20), areFarApart(15)],
});
