import { logitDiverges } from '../../src/claims/logitDiverges.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(logitDiverges, {
  asPrinted: 'every network and ray along which a probability tends to 1',
  notVacuous: [
    meetHypotheses(20),
    share(
      5,
      'have a certain class whose own logit stays or falls',
      ({ tail: { regime, slope, top } }) => regime === 'saturating' && slope[top[0]].sign <= 0,
    ),
  ],
});
