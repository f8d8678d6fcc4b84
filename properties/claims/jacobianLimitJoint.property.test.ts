import { expect } from 'vitest';
import { jacobianLimitJoint } from '../../src/claims/jacobianLimitJoint.js';
import { describeClaim } from './describeClaim.js';
import { areFlat, areTied, decidedAsPrinted, saturate } from './shares.js';
import { expectSmall } from './witness.js';

describeClaim(jacobianLimitJoint, {
  asPrinted: {
    witnessWith: '2 classes whose logits grow at one pace',
    witness: ({ network }) => {
      expectSmall(network, { classes: 2, inputs: 1 });
      const [layer] = network.layers;
      const [first, second] = layer?.type === 'dense' ? layer.weights : [];
      expect(second).toEqual(first);
    },
  },
  repaired: 'every network, ray and class',
  notVacuous: [
    saturate(20),
    areTied(20),
    areFlat(20),
    decidedAsPrinted(20, 'holds'),
    decidedAsPrinted(20, 'fails'),
  ],
});
