import { boundedDistance } from '../../src/claims/beyond/boundedDistance.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(boundedDistance, {
  asPrinted: 'networks of smooth activations near, far out, and at the danger scale that follows',
  notVacuous: [
    meetHypotheses(45),
    share(10, 'saturate', ({ tail, hasNorm }) => !hasNorm && tail.regime === 'saturating'),
  ],
});
