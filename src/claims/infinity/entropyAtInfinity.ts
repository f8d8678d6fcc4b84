import { entropy } from '../../detectors/uncertaintyDetectors.js';
import { infinityClaim } from './infinityClaim.js';
import { oneHotEnd } from './softmaxLimits.js';

/** Predictive entropy of one network. */
export const entropyAtInfinity = infinityClaim({
  id: 'entropy-at-infinity',
  detector: entropy,
  row: 'MSP, TempScale, ODIN, entropy',
  blindness: 'always blind',
  latex: 'H[p(x(t))] \\to 0 = \\min, \\quad \\text{with error } O(t\\, e^{-\\gamma t})',
  plain:
    'The entropy of a softmax that becomes certain tends to 0, the least entropy there is: never flagged.',
  end: (lines) => oneHotEnd(lines, 0),
});
