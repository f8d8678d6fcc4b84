import { expect } from 'vitest';
import { entropyDirection } from '../../src/claims/entropyDirection.js';
import { describeClaim } from './describeClaim.js';
import { meetRepaired, share } from './shares.js';

describeClaim(entropyDirection, {
  asPrinted: {
    witnessWith: 'a uniform prediction',
    witness: ({ logits }) => expect(logits).toEqual([[0, 0]]),
  },
  repaired: 'every ensemble whose entropy is not too close to either end to tell',
  notVacuous: [
    meetRepaired(60),
    share(5, 'are uniform', ({ logits }) =>
      logits.every((row) => row.every((logit) => logit === row[0])),
    ),
    share(15, 'have a class 40 nats ahead', ({ logits }) =>
      logits.some((row) => {
        const [first, second] = row.toSorted((x, y) => y - x);
        return first - second > 40;
      }),
    ),
  ],
});
