import { severalSpeeds } from '../../src/claims/beyond/severalSpeeds.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(severalSpeeds, {
  asPrinted: 'curves of one to three speeds, with attention or without',
  notVacuous: [
    meetHypotheses(80),
    share(20, 'have keys that share', ({ keysKept }) => keysKept > 1),
    share(25, 'saturate', ({ tail }) => tail.regime === 'saturating'),
    share(3, 'are tied', ({ tail }) => tail.regime === 'tied'),
  ],
});
