import { tempScale } from '../../detectors/tempScale.js';
import { infinityClaim } from './infinityClaim.js';
import { oneHotEnd, temperatureOf } from './softmaxLimits.js';

/** Temperature scaling: as MSP, γ/T in place of γ. */
export const tempScaleAtInfinity = infinityClaim({
  id: 'temp-scale-at-infinity',
  detector: tempScale,
  row: 'MSP, TempScale, ODIN, entropy',
  blindness: 'always blind',
  latex:
    '-\\max_c \\operatorname{softmax}(f(x(t))/T)_c \\to -1 = \\min, \\quad \\text{with error } O(e^{-\\gamma t/T})',
  plain:
    'A positive temperature changes how fast the softmax becomes certain, not that it does: the novelty tends to its least value, −1.',
  end: (lines, fitted) => oneHotEnd(lines, -1, temperatureOf(fitted)),
  patience: (fitted) => Math.max(1, temperatureOf(fitted)),
});
