import { jacobianLimit } from '../../src/claims/jacobianLimit.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(jacobianLimit, {
  asPrinted: 'all logits, with any one of them going to ±∞',
  notVacuous: [
    meetHypotheses(100),
    share(20, 'are tied', ({ logits }) => logits.some((row) => new Set(row).size < row.length)),
    share(15, 'have a class 40 nats ahead', ({ logits }) =>
      logits.some((row) => {
        const [first, second] = row.toSorted((x, y) => y - x);
        return first! - second! > 40;
      }),
    ),
  ],
});
