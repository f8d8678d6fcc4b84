import { vraPlusAtInfinity } from '../../src/claims/infinity/vraPlusAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(vraPlusAtInfinity, {
  asPrinted: 'every fitted network behind a ReLU on a saturating tail',
  notVacuous: [meetHypotheses(40), endAtLimit(vraPlusAtInfinity, 40)],
});
