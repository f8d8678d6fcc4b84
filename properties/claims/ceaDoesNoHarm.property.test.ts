import { ceaDoesNoHarm } from '../../src/claims/ceaDoesNoHarm.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses } from './shares.js';

describeClaim(ceaDoesNoHarm, {
  asPrinted: 'every network, data and ray with finite scores',
  notVacuous: [meetHypotheses(80)],
});
