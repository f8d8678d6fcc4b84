import { sircMspNormAtInfinity } from '../../src/claims/infinity/sircMspNormAtInfinity.js';
import { describeClaim } from './describeClaim.js';
import { endBlind } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(sircMspNormAtInfinity, {
  asPrinted: 'every fitted network behind a ReLU on a saturating tail',
  notVacuous: [meetHypotheses(40), endBlind(sircMspNormAtInfinity, 40)],
});
