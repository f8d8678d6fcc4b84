import { ceaIdSmall } from '../../src/claims/ceaIdSmall.js';
import { describeClaim } from './describeClaim.js';
import { ending } from './endings.js';
import { meetHypotheses } from './shares.js';

describeClaim(ceaIdSmall, {
  asPrinted: 'every network and validation set, degenerate thresholds included',
  notVacuous: [
    meetHypotheses(100),
    ending(ceaIdSmall, 50, 'percentile positive'),
    ending(ceaIdSmall, 5, 'percentile zero'),
  ],
});
