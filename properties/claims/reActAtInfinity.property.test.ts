import { reActAtInfinity } from '../../src/claims/infinity/reActAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(reActAtInfinity, {
  asPrinted: 'every data set and ReLU network that saturates',
  notVacuous: [meetHypotheses(55), endAtLimit(reActAtInfinity, 50)],
});
