import { entropy } from '../../detectors/methods/uncertaintyDetectors.js';
import { infinityClaim } from './infinityClaim.js';
import { softmaxEnd } from './softmaxLimits.js';

/** Predictive entropy of one network. */
export const entropyAtInfinity = infinityClaim({
  id: 'entropy-at-infinity',
  detector: entropy,
  row: 'MSP, TempScale, ODIN, entropy',
  blindness: 'always blind',
  everyTail: true,
  latex:
    'H[p(x(t))] \\to H[\\operatorname{softmax}(a_T)]; \\qquad |T| = 1: \\ \\to 0 = \\min, \\ \\text{with error } O(t\\, e^{-\\gamma t})',
  plain:
    'The entropy of a softmax that becomes certain tends to 0, the least entropy there is: never flagged. Where classes stay tied it tends to the entropy of their shares.',
  end: (lines) =>
    softmaxEnd(lines, (p) => p.reduce((sum, q) => (q > 0 ? sum - q * Math.log(q) : sum), 0)),
});
