import { dangerScale } from '../../src/claims/dangerScale.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(dangerScale, {
  asPrinted: 'every network and ray whose tail saturates, and several ε',
  notVacuous: [
    meetHypotheses(20),
    share(
      5,
      'saturate with three classes or more',
      ({ classes, tail }) => classes > 2 && tail.regime === 'saturating',
    ),
  ],
});
