import { sircEntropyNorm } from '../../detectors/methods/sirc.js';
import { linearEnd } from '../shared/expectedEnd.js';
import { infinityClaim } from './infinityClaim.js';
import { gapOf } from './softmaxLimits.js';

/** SIRC of the entropy and ‖z‖₁: the softmax part alone is left. */
export const sircEntropyNormAtInfinity = infinityClaim({
  id: 'sirc-entropy-norm-at-infinity',
  detector: sircEntropyNorm,
  row: 'SIRC with a norm',
  section: 8,
  blindness: 'always blind',
  latex:
    '\\ln (s_{\\max} - s_1) + \\ln (1 + e^{-\\eta (\\|z\\|_1 - a)}) = -\\gamma t + \\ln t + O(1) \\to -\\infty',
  plain:
    'The first term is the logarithm of what is left of certainty and falls like −γt, the second vanishes as the activations grow: the novelty falls without bound.',
  rectified: true,
  never: 'diverges-up',
  end: (lines) => linearEnd(gapOf(lines).negate(), () => Number.NaN),
  patience: () => 2 ** 12,
});
