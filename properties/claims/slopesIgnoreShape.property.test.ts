import { slopesIgnoreShape } from '../../src/claims/beyond/slopesIgnoreShape.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(slopesIgnoreShape, {
  asPrinted:
    'networks of smooth activations whose slopes differ, tie, tie but for one rounding, or are 0',
  notVacuous: [
    meetHypotheses(45),
    share(10, 'saturate', ({ tail, hasNorm }) => !hasNorm && tail.regime === 'saturating'),
    share(1.5, 'are tied', ({ tail, hasNorm }) => !hasNorm && tail.regime === 'tied'),
    share(15, 'are flat', ({ tail, hasNorm }) => !hasNorm && tail.regime === 'flat'),
  ],
});
