import { residualAtInfinity } from '../../src/claims/infinity/residualAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(residualAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(20), endFlagged(residualAtInfinity, 20)],
});
