import { nearestNeighbourAtInfinity } from '../../src/claims/infinity/nearestNeighbourAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(nearestNeighbourAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(40), endFlagged(nearestNeighbourAtInfinity, 50)],
});
