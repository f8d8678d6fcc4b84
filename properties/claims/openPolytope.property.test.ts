import { openPolytope } from '../../src/claims/openPolytope.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(openPolytope, {
  asPrinted: 'every network and ray',
  notVacuous: [
    meetHypotheses(100),
    share(3, 'run along a face for ever', ({ tail }) => tail.boundary),
  ],
});
