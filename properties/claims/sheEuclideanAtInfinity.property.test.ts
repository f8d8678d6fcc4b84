import { sheEuclideanAtInfinity } from '../../src/claims/infinity/sheEuclideanAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(sheEuclideanAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(50), endFlagged(sheEuclideanAtInfinity, 50)],
});
