import { saturationRate } from '../../src/claims/saturationRate.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(saturationRate, {
  asPrinted: 'every network and ray whose tail saturates',
  notVacuous: [
    meetHypotheses(20),
    share(
      1,
      'have several rivals that fall behind at rate γ',
      ({ tail: { slope, top, gap } }) =>
        gap !== null &&
        top.length === 1 &&
        slope.filter((b) => slope[top[0]].subtract(b).compare(gap) === 0).length > 1,
    ),
  ],
});
