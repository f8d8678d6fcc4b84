import { msp } from '../../detectors/methods/msp.js';
import { infinityClaim } from './infinityClaim.js';
import { softmaxEnd } from './softmaxLimits.js';

/** Maximum softmax probability: the least novelty there is, whatever the network. */
export const mspAtInfinity = infinityClaim({
  id: 'msp-at-infinity',
  detector: msp,
  row: 'MSP, TempScale, ODIN, entropy',
  blindness: 'always blind',
  everyTail: true,
  latex:
    "-\\max_c p_c(x(t)) \\to -\\max_{c \\in T} \\frac{e^{a_c}}{\\sum_{c' \\in T} e^{a_{c'}}}; \\qquad |T| = 1: \\ \\to -1 = \\min, \\ \\text{with error } O(e^{-\\gamma t})",
  plain:
    'Where the tail saturates, minus the maximum softmax probability tends to −1, the most in-distribution value it can have, and exponentially fast: MSP calls the far point in-distribution at every threshold. Where classes stay tied it tends to minus the largest of their shares, above −1.',
  end: (lines) => softmaxEnd(lines, (p) => -Math.max(...p)),
});
