import { metricBounds } from '../../src/claims/metricBounds.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(metricBounds, {
  asPrinted: 'the logits of every ensemble',
  notVacuous: [
    meetHypotheses(100),
    share(30, 'have several members', ({ logits }) => logits.length > 1),
    share(
      5,
      'have several members, all alike',
      ({ logits }) => logits.length > 1 && logits.every((row) => row.join() === logits[0].join()),
    ),
  ],
});
