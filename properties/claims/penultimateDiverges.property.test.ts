import { penultimateDiverges } from '../../src/claims/penultimateDiverges.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(penultimateDiverges, {
  asPrinted: 'every network with a linear head that becomes certain along a ray',
  notVacuous: [
    meetHypotheses(20),
    share(
      10,
      'become certain above hidden units',
      ({ file, tail }) => file.layers.length > 1 && tail.regime === 'saturating',
    ),
    share(
      5,
      'have units that grow while classes stay tied',
      ({ tail: { regime, penultimate } }) =>
        regime !== 'saturating' && penultimate?.slope.some(({ sign }) => sign > 0) === true,
    ),
  ],
});
