import { treesConstant } from '../../src/claims/beyond/treesConstant.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(treesConstant, {
  asPrinted: 'forests of probabilities and boosted trees of logits',
  notVacuous: [
    meetHypotheses(90),
    share(8, 'end in one class', ({ tail }) => tail.regime === 'saturating'),
    share(20, 'add up logits', ({ outputs }) => outputs === 'logits'),
    share(10, 'pass a threshold', ({ from }) => from.sign > 0),
  ],
});
