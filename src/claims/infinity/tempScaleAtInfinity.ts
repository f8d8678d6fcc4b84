import { tempScale } from '../../detectors/methods/tempScale.js';
import { infinityClaim } from './infinityClaim.js';
import { softmaxEnd, temperatureOf } from './softmaxLimits.js';

/** Temperature scaling: as MSP, γ/T in place of γ. */
export const tempScaleAtInfinity = infinityClaim({
  id: 'temp-scale-at-infinity',
  detector: tempScale,
  row: 'MSP, TempScale, ODIN, entropy',
  blindness: 'always blind',
  everyTail: true,
  latex:
    '-\\max_c \\operatorname{softmax}(f(x(t))/T)_c \\to -\\max \\operatorname{softmax}(a_{\\top}/T); \\qquad |\\top| = 1: \\ \\to -1 = \\min, \\quad \\text{with error } O(e^{-\\gamma t/T})',
  plain:
    'A positive temperature changes how fast the softmax becomes certain, not that it does: where the tail saturates the novelty tends to its least value, −1. Where classes stay tied it tends to minus the largest of their shares at that temperature.',
  end: (lines, fitted) => softmaxEnd(lines, (p) => -Math.max(...p), temperatureOf(fitted)),
  temperature: temperatureOf,
});
