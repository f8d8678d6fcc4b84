import { almostEveryHead } from '../../src/claims/almostEveryHead.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(almostEveryHead, {
  asPrinted: 'every network with a linear head, and a random head on its body',
  notVacuous: [
    meetHypotheses(80),
    share(
      50,
      'have a unit that moves',
      ({ tail: { penultimate } }) => penultimate?.slope.some(({ sign }) => sign !== 0) ?? false,
    ),
    share(
      15,
      'have none',
      ({ tail: { penultimate } }) => penultimate?.slope.every(({ sign }) => sign === 0) ?? false,
    ),
  ],
});
