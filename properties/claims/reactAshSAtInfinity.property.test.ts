import { reactAshSAtInfinity } from '../../src/claims/infinity/reactAshSAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(reactAshSAtInfinity, {
  asPrinted: 'every fitted network behind a ReLU on a saturating tail',
  notVacuous: [meetHypotheses(40), endAtLimit(reactAshSAtInfinity, 40)],
});
