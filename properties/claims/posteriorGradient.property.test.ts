import { posteriorGradient } from '../../src/claims/posteriorGradient.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(posteriorGradient, {
  asPrinted: 'every Gaussian head on two classes whose units move off kinks',
  notVacuous: [
    meetHypotheses(15),
    share(
      10,
      'saturate, where the gradient of the network itself vanishes exponentially',
      ({ classes, tail }) => classes === 2 && tail.regime === 'saturating',
    ),
  ],
});
