import { scale } from '../../detectors/methods/scale.js';
import { largestOf } from '../shared/expectedEnd.js';
import { infinityClaim } from './infinityClaim.js';
import { limitRatio, orderOfLines } from './largestLines.js';

/** SCALE: EBO's slope times a power of e. */
export const scaleAtInfinity = infinityClaim({
  id: 'scale-at-infinity',
  detector: scale,
  row: 'SCALE, ASH-S',
  section: 8,
  blindness: 'blind iff the top logit does not fall',
  latex:
    '-\\ln \\sum_c e^{(W z\\, e^{r(z)} + \\beta)_c} \\sim -e^{r_\\infty} b_k\\, t, \\qquad r_\\infty = \\frac{\\sum_j \\Delta_j}{\\sum_{j \\in K} \\Delta_j}',
  plain:
    'The ratio of all activations to the largest of them settles, so the slope is that of the energy times a power of e. Scaling changes how fast the novelty falls, not that it does: blind wherever the top logit rises.',
  rectified: true,
  hypotheses: ['undecided where b_k is 0'],
  end({ activations, logits }, { parameters }) {
    const kept = orderOfLines(activations).slice(0, parameters.kept as number);
    const ratio = limitRatio(activations, kept);
    const top = largestOf(logits.slope);
    if (ratio === null || top.sign === 0) return null;
    return { kind: 'grows', power: 1, coefficient: -Math.exp(ratio) * top.toNumber() };
  },
  patience: () => 2 ** 20,
});
