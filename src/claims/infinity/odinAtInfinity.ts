import { odin } from '../../detectors/methods/odin.js';
import { infinityClaim } from './infinityClaim.js';
import { oneHotEnd, temperatureOf } from './softmaxLimits.js';

/** ODIN: its step in input space is bounded, and slopes do not depend on the input. */
export const odinAtInfinity = infinityClaim({
  id: 'odin-at-infinity',
  detector: odin,
  row: 'MSP, TempScale, ODIN, entropy',
  blindness: 'always blind',
  latex:
    "-\\max_c \\operatorname{softmax}(f(x'(t))/T)_c \\to -1 = \\min, \\quad x'(t) = x(t) - \\varepsilon \\operatorname{sign} \\nabla_x \\mathrm{CE}",
  plain:
    'The input is moved by a bounded step, and how fast logits part along a direction does not depend on where the ray starts: the novelty tends to its least value, −1.',
  end: (lines, fitted) => oneHotEnd(lines, -1, temperatureOf(fitted)),
  temperature: temperatureOf,
});
