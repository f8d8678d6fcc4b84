import { gradientVanishes } from '../../src/claims/gradientVanishes.js';
import { describeClaim } from './describeClaim.js';
import { areFlat, areTied, meetHypotheses, meetRepaired, saturate } from './shares.js';
import { expectSmall } from './witness.js';

describeClaim(gradientVanishes, {
  asPrinted: {
    witnessWith: '3 classes and 2 inputs',
    witness: ({ network }) => expectSmall(network, { classes: 3, inputs: 2 }),
  },
  repaired: 'every network and ray whose tail saturates',
  notVacuous: [saturate(20), areTied(20), areFlat(20), meetHypotheses(25), meetRepaired(25)],
});
