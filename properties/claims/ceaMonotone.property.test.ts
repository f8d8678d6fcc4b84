import { expect } from 'vitest';
import { ceaMonotone } from '../../src/claims/ceaMonotone.js';
import { describeClaim } from './describeClaim.js';
import { ending } from './endings.js';
import { meetHypotheses, meetRepaired } from './shares.js';

describeClaim(ceaMonotone, {
  asPrinted: {
    witnessWith: 'one layer of at most two units, at least one of which switches off',
    witness: ({ network: { layers } }) => {
      expect(layers.map(({ type }) => type)).toEqual(['dense', 'relu', 'dense']);
      const [hidden] = layers;
      expect(hidden?.type === 'dense' && hidden.weights.length).toBeLessThanOrEqual(2);
    },
  },
  repaired: 'the tail of every ray, behind rectified units',
  notVacuous: [
    meetHypotheses(20),
    meetRepaired(50),
    ending(ceaMonotone, 50, 'some unit rises'),
    ending(ceaMonotone, 2, 'no unit rises'),
  ],
});
