import { diceAtInfinity } from '../../src/claims/infinity/diceAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit, endBlind } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(diceAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(50), endAtLimit(diceAtInfinity, 20), endBlind(diceAtInfinity, 20)],
});
