import { mlsAtInfinity } from '../../src/claims/infinity/mlsAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind, endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(mlsAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(50), endBlind(mlsAtInfinity, 30), endFlagged(mlsAtInfinity, 10)],
});
