import { nearestNeighbour } from '../../detectors/methods/nearestNeighbour.js';
import { linearEnd, normOf } from '../shared/expectedEnd.js';
import { infinityClaim } from './infinityClaim.js';

/** Unnormalised neighbours: the distance from bounded data to a point that leaves. */
export const nearestNeighbourAtInfinity = infinityClaim({
  id: 'nearest-neighbour-at-infinity',
  detector: nearestNeighbour,
  row: 'KNN variants',
  section: 8,
  blindness: 'never blind',
  latex: '\\min_i \\|z(t) - z_i\\|_2 \\sim \\|\\Delta\\|_2\\, t \\to +\\infty',
  plain:
    'Some unit moves on every saturating tail and the training data stay where they are, so the distance to the nearest of them grows without bound: flagged in the end at every threshold. Normalising the activations is what makes KNN blind.',
  never: 'diverges-down',
  end: ({ activations }) => linearEnd(normOf(activations.slope), () => Number.NaN),
});
