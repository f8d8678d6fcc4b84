import { gaussianHead } from '../../src/claims/gaussianHead.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(gaussianHead, {
  asPrinted: 'every Gaussian head on two classes whose units move',
  notVacuous: [
    meetHypotheses(20),
    share(
      10,
      'saturate, and would be certain without the posterior',
      ({ classes, tail }) => classes === 2 && tail.regime === 'saturating',
    ),
  ],
});
