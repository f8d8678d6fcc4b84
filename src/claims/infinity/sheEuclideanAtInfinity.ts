import { sheEuclidean } from '../../detectors/methods/she.js';
import { linearEnd, normOf } from '../shared/expectedEnd.js';
import { infinityClaim } from './infinityClaim.js';

/** SHE with the Euclidean distance. */
export const sheEuclideanAtInfinity = infinityClaim({
  id: 'she-euclidean-at-infinity',
  detector: sheEuclidean,
  row: 'SHE inner / Euclidean',
  blindness: 'never blind',
  latex: '\\|z(t) - m_k\\|_2 \\sim \\|\\Delta\\|_2\\, t \\to +\\infty',
  plain:
    'Some penultimate unit moves on every saturating tail, so the distance to the pattern of the top class grows without bound: flagged in the end at every threshold.',
  end: ({ activations }) => linearEnd(normOf(activations.slope), () => 0),
});
