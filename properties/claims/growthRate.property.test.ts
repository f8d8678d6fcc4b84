import { growthRate } from '../../src/claims/growthRate.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, meetRepaired } from './shares.js';
import { expectSmall } from './witness.js';

describeClaim(growthRate, {
  asPrinted: {
    witnessWith: '2 classes and 1 input',
    witness: ({ network }) => expectSmall(network, { classes: 2, inputs: 1 }),
  },
  repaired: 'every ray that scales one coordinate and whose tail saturates',
  notVacuous: [meetHypotheses(40), meetRepaired(15)],
});
