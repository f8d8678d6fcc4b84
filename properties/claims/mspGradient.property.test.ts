import { mspGradient } from '../../src/claims/mspGradient.js';
import { describeClaim } from './describeClaim.js';
import { decidedAsPrinted, meetHypotheses, meetRepaired } from './shares.js';
import { expectSmall } from './witness.js';

describeClaim(mspGradient, {
  asPrinted: {
    witnessWith: '3 classes and 2 inputs',
    witness: ({ network }) => expectSmall(network, { classes: 3, inputs: 2 }),
  },
  repaired: 'every network and ray whose tail saturates',
  notVacuous: [
    meetHypotheses(25),
    decidedAsPrinted(10, 'holds'),
    decidedAsPrinted(1, 'fails'),
    meetRepaired(25),
  ],
});
