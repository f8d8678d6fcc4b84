import { expect } from 'vitest';
import { ceaCatchesOverconfidence } from '../../src/claims/ceaCatchesOverconfidence.js';
import { describeClaim } from './describeClaim.js';
import { ending } from './endings.js';
import { decidedAsPrinted, meetHypotheses } from './shares.js';

describeClaim(ceaCatchesOverconfidence, {
  asPrinted: {
    witnessWith: '2 classes, 1 input and at most two different rows',
    witness: ({ network, validation }) => {
      expect(network.inputs).toBe(1);
      expect(network.layers.at(-1)).toMatchObject({ bias: { length: 2 } });
      expect(new Set(validation.x.flat()).size).toBeLessThanOrEqual(2);
    },
  },
  repaired: 'five base scores of every fitted network on a saturating tail',
  notVacuous: [
    meetHypotheses(50),
    decidedAsPrinted(0.5, 'fails'),
    ending(ceaCatchesOverconfidence, 50, 'MSP: caught'),
    ending(ceaCatchesOverconfidence, 2, 'MLS: not caught'),
    ending(ceaCatchesOverconfidence, 2, 'GradNorm: not caught'),
  ],
});
