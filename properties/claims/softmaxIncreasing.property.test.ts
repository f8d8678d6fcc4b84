import { expect } from 'vitest';
import { softmaxIncreasing } from '../../src/claims/softmaxIncreasing.js';
import { describeClaim } from './describeClaim.js';
import { decidedAsPrinted, share } from './shares.js';

describeClaim(softmaxIncreasing, {
  asPrinted: {
    witnessWith: 'all logits 0',
    witness: ({ logits }) => expect(logits).toEqual([[0, 0]]),
  },
  repaired: 'all logits and every pair of classes',
  notVacuous: [
    decidedAsPrinted(100, 'fails'),
    share(20, 'are tied', ({ logits }) => logits.some((row) => new Set(row).size < row.length)),
    share(15, 'have a class 40 nats ahead', ({ logits }) =>
      logits.some((row) => {
        const [first, second] = row.toSorted((x, y) => y - x);
        return first - second > 40;
      }),
    ),
  ],
});
