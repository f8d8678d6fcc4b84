import { ceaWeight } from '../../src/claims/ceaWeight.js';
import { describeClaim } from './describeClaim.js';
import { ending } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(ceaWeight, {
  asPrinted: 'every validation set, as it is and crowded',
  notVacuous: [meetHypotheses(80), ending(ceaWeight, 4, 'mean g > 0')],
});
