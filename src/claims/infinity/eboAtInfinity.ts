import { ebo } from '../../detectors/methods/ebo.js';
import { energyEnd } from '../shared/expectedEnd.js';
import { infinityClaim } from './infinityClaim.js';

/** Energy: the top slope decides, as for the maximum logit. */
export const eboAtInfinity = infinityClaim({
  id: 'ebo-at-infinity',
  detector: ebo,
  row: 'MLS, EBO',
  blindness: 'blind iff the top logit does not fall',
  latex:
    '-\\ln \\sum_c e^{f_c(x(t))} = -a_k - b_k t + o(1) \\;\\to\\; \\begin{cases} -\\infty \\text{ (blind)} & b_k > 0 \\\\ -a_k & b_k = 0 \\\\ +\\infty \\text{ (flags)} & b_k < 0 \\end{cases}',
  plain:
    'The energy follows the top logit: it falls without bound if that rises, flags if even the top logit falls, and tends to −a_k if it does neither.',
  end: ({ logits }) => energyEnd(logits),
});
