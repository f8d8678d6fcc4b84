import { msp } from '../../detectors/msp.js';
import { infinityClaim } from './infinityClaim.js';
import { oneHotEnd } from './softmaxLimits.js';

/** Maximum softmax probability: the least novelty there is, whatever the network. */
export const mspAtInfinity = infinityClaim({
  id: 'msp-at-infinity',
  detector: msp,
  row: 'MSP, TempScale, ODIN, entropy',
  blindness: 'always blind',
  latex: '-\\max_c p_c(x(t)) \\to -1 = \\min, \\quad \\text{with error } O(e^{-\\gamma t})',
  plain:
    'Minus the maximum softmax probability tends to −1, the most in-distribution value it can have, and exponentially fast: MSP calls the far point in-distribution at every threshold.',
  end: (lines) => oneHotEnd(lines, -1),
});
