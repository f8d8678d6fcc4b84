import { diceReactAtInfinity } from '../../src/claims/infinity/diceReactAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(diceReactAtInfinity, {
  asPrinted: 'every fitted network behind a ReLU on a saturating tail',
  notVacuous: [meetHypotheses(20), endAtLimit(diceReactAtInfinity, 30)],
});
