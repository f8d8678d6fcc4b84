import { reactAtInfinity } from '../../src/claims/infinity/reactAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endAtLimit } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(reactAtInfinity, {
  asPrinted: 'every data set and ReLU network that saturates',
  notVacuous: [meetHypotheses(55), endAtLimit(reactAtInfinity, 50)],
});
