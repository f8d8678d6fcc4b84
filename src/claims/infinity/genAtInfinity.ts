import { gen } from '../../detectors/methods/gen.js';
import { infinityClaim } from './infinityClaim.js';
import { oneHotEnd } from './softmaxLimits.js';

/** Generalised entropy: the least value there is, like MSP, only more slowly. */
export const genAtInfinity = infinityClaim({
  id: 'gen-at-infinity',
  detector: gen,
  row: 'GEN',
  section: 8,
  blindness: 'always blind',
  latex:
    '\\sum_c p_c^{\\varrho} (1 - p_c)^{\\varrho} \\to 0 = \\min, \\quad \\text{with error } O(e^{-\\varrho \\gamma t}), \\quad \\varrho < 1',
  plain:
    'The generalised entropy of a softmax that becomes certain tends to 0, the least value it can have: never flagged. The exponent of 0.1 makes it ten times slower than the probabilities themselves.',
  end: (lines, { parameters }) => oneHotEnd(lines, 0, 1 / (parameters.gamma as number)),
  // p^ϱ is what a softmax of temperature 1/ϱ is proportional to; 1e-9 of it is to be seen, as of p.
  temperature: ({ parameters }) => 1 / (parameters.gamma as number),
});
