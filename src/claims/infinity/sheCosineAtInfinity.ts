import { sheCosine } from '../../detectors/methods/she.js';
import { infinityClaim } from './infinityClaim.js';
import { dotOf, numbersOf } from './numbersOfLines.js';
import { patternOfTop } from './patternOfTop.js';

/** SHE by the cosine: only the direction of Δ is left. */
export const sheCosineAtInfinity = infinityClaim({
  id: 'she-cosine-at-infinity',
  detector: sheCosine,
  row: 'SHE inner / Euclidean',
  section: 8,
  blindness: 'decided by its limit',
  latex: '-\\cos(z(t), m_k) \\;\\to\\; -\\cos(\\Delta, m_k) \\in [-1, 1]',
  plain:
    'The cosine forgets lengths: the novelty tends to minus the cosine of the direction with the pattern of the top class. It is bounded, so whether the far point is flagged depends on the threshold.',
  end({ activations }, fitted, subject) {
    const pattern = patternOfTop(fitted, subject);
    const { slope } = numbersOf(activations);
    const size = Math.max(Math.hypot(...pattern), 1e-8);
    const limit = -dotOf(slope, pattern) / Math.max(Math.hypot(...slope), 1e-8) / size;
    return { kind: 'converges', limit };
  },
  patience: () => 2 ** 10,
});
