import { guardUniform } from '../../src/claims/guardUniform.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(guardUniform, {
  asPrinted: 'excess, order of classes, bound and change along every ray',
  notVacuous: [
    meetHypotheses(60),
    share(20, 'saturate without the guard', ({ tail }) => tail.regime === 'saturating'),
  ],
});
