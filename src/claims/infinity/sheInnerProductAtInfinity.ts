import { exactDot } from '../../detectors/infinity/germVector.js';
import { sheInnerProduct } from '../../detectors/methods/she.js';
import { linearEnd } from '../shared/expectedEnd.js';
import { infinityClaim } from './infinityClaim.js';
import { patternOfTop } from './patternOfTop.js';

/** SHE with the inner product: rectified vectors have no angle above 90°. */
export const sheInnerProductAtInfinity = infinityClaim({
  id: 'she-inner-product-at-infinity',
  detector: sheInnerProduct,
  row: 'SHE inner / Euclidean',
  blindness: 'never rises, and falls where a unit of the pattern moves',
  latex:
    '-\\langle z(t), m_k \\rangle = -\\langle z^0, m_k \\rangle - t\\, \\langle \\Delta, m_k \\rangle, \\qquad \\langle \\Delta, m_k \\rangle \\ge 0',
  plain:
    'The pattern m_k of the top class and the slopes Δ have no negative entries behind a ReLU, so the novelty never rises: it falls without bound, or stays where it is if no unit of the pattern moves.',
  rectified: true,
  never: 'diverges-up',
  end({ activations }, fitted, subject) {
    const pattern = patternOfTop(fitted, subject);
    const slope = exactDot(pattern, activations.slope);
    return linearEnd(slope.negate(), () => -exactDot(pattern, activations.intercept).toNumber());
  },
});
