import { gramLayersAtInfinity } from '../../src/claims/infinity/gramLayersAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(gramLayersAtInfinity, {
  asPrinted: 'every fitted network behind a ReLU on a saturating tail',
  notVacuous: [meetHypotheses(40), endFlagged(gramLayersAtInfinity, 40)],
});
