import { adaScaleA } from '../../detectors/methods/adaScale.js';
import { largestOf } from '../shared/expectedEnd.js';
import { infinityClaim } from './infinityClaim.js';
import { limitRatio, orderOfLines } from './largestLines.js';

/** AdaScale-A. SCALE at the lowest percentile, since the statistic outgrows all that was seen. */
export const adaScaleAAtInfinity = infinityClaim({
  id: 'adascale-a-at-infinity',
  detector: adaScaleA,
  row: 'AdaScale',
  section: 8,
  blindness: 'blind iff the top logit does not fall',
  latex:
    '-e^{r_\\infty} b_k\\, t, \\qquad r_\\infty = \\frac{\\sum_j \\Delta_j}{\\sum_{j \\in K} \\Delta_j}, \\quad |K| \\text{ as at the lowest percentile}',
  plain:
    'The statistic that sets the percentile grows past every value seen in validation, since slopes do not depend on the input, so the lowest percentile is used and the slope is a positive multiple of that of the energy: blind wherever the top logit rises.',
  rectified: true,
  hypotheses: ['undecided where b_k is 0'],
  end({ activations, logits }, { parameters }) {
    const [, most] = parameters.kept as readonly number[];
    const ratio = limitRatio(activations, orderOfLines(activations).slice(0, most));
    const top = largestOf(logits.slope);
    if (ratio === null || top.sign === 0) return null;
    return { kind: 'grows', power: 1, coefficient: -Math.exp(ratio) * top.toNumber() };
  },
  patience: () => 2 ** 20,
});
