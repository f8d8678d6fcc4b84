import { boxBound } from '../../src/claims/boxBound.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(boxBound, {
  asPrinted: 'corners, middle and origin of a box around every origin whose tail saturates',
  notVacuous: [
    meetHypotheses(20),
    share(
      5,
      'saturate with three classes or more',
      ({ classes, tail }) => classes > 2 && tail.regime === 'saturating',
    ),
  ],
});
