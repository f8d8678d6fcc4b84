import { mls } from '../../detectors/methods/mls.js';
import { largestOf, linearEnd } from '../shared/expectedEnd.js';
import { infinityClaim } from './infinityClaim.js';

/** Maximum logit: the top slope decides. */
export const mlsAtInfinity = infinityClaim({
  id: 'mls-at-infinity',
  detector: mls,
  row: 'MLS, EBO',
  blindness: 'blind iff the top logit does not fall',
  latex:
    '-\\max_c f_c(x(t)) = -a_k - b_k t \\;\\to\\; \\begin{cases} -\\infty \\text{ (blind)} & b_k > 0 \\\\ -a_k & b_k = 0 \\\\ +\\infty \\text{ (flags)} & b_k < 0 \\end{cases}',
  plain:
    'Far out the novelty is minus the top logit, a straight line of slope −b_k: it falls without bound if the top logit rises, flags if even the top logit falls, and stays at −a_k if it does neither.',
  end: ({ logits: { slope, intercept } }) => {
    const largest = largestOf(slope);
    const k = slope.findIndex((b) => b.compare(largest) === 0);
    return linearEnd(largest.negate(), () => -intercept[k].toNumber());
  },
});
