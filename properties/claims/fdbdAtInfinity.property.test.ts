import { fdbdAtInfinity } from '../../src/claims/infinity/fdbdAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(fdbdAtInfinity, {
  asPrinted: 'every fitted network on a saturating tail',
  notVacuous: [meetHypotheses(40), endAtLimit(fdbdAtInfinity, 50)],
});
