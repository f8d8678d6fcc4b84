import { expect } from 'vitest';
import { monotoneLogits } from '../../src/claims/monotoneLogits.js';
import { describeClaim } from './describeClaim.js';
import { decidedAsPrinted, meetHypotheses } from './shares.js';
import { expectSmall } from './witness.js';

describeClaim(monotoneLogits, {
  asPrinted: {
    witnessWith: '2 classes and 1 input, of which one logit is constant',
    witness: ({ network }) => {
      expectSmall(network, { classes: 2, inputs: 1 });
      const [layer] = network.layers;
      expect(layer?.type === 'dense' && layer.weights.flat()).toContain(0);
    },
  },
  repaired: 'every network that is strictly monotonic on the tail of a ray',
  notVacuous: [meetHypotheses(20), decidedAsPrinted(5, 'holds'), decidedAsPrinted(5, 'fails')],
});
