import { vraPlusPlusAtInfinity } from '../../src/claims/infinity/vraPlusPlusAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endFlagged } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(vraPlusPlusAtInfinity, {
  asPrinted: 'every fitted network behind a ReLU on a saturating tail',
  notVacuous: [meetHypotheses(40), endFlagged(vraPlusPlusAtInfinity, 40)],
});
