import { softmaxSigmoid } from '../../src/claims/softmaxSigmoid.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses } from './shares.js';

describeClaim(softmaxSigmoid, {
  asPrinted: 'every pair of logits',
  notVacuous: [meetHypotheses(25)],
});
