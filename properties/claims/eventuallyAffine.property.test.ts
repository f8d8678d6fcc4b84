import { eventuallyAffine } from '../../src/claims/eventuallyAffine.js';
import { describeClaim } from './describeClaim.js';
import { areFlat, areTied, saturate, share, stayOnBoundary } from './shares.js';

describeClaim(eventuallyAffine, {
  asPrinted: 'every network and ray, boundaries included',
  notVacuous: [
    saturate(20),
    areTied(20),
    areFlat(20),
    stayOnBoundary(3),
    share(10, 'change piece after their origin', ({ tail }) => tail.from.sign > 0),
  ],
});
