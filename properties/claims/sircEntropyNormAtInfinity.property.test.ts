import { sircEntropyNormAtInfinity } from '../../src/claims/infinity/sircEntropyNormAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(sircEntropyNormAtInfinity, {
  asPrinted: 'every fitted network behind a ReLU on a saturating tail',
  notVacuous: [meetHypotheses(40), endBlind(sircEntropyNormAtInfinity, 40)],
});
