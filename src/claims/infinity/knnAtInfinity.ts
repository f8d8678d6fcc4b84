import { rowsOf } from '../../detectors/batch.js';
import { knn } from '../../detectors/methods/knn.js';
import { infinityClaim } from './infinityClaim.js';

/** Nearest neighbours of normalised activations: only the direction of Δ is left. */
export const knnAtInfinity = infinityClaim({
  id: 'knn-at-infinity',
  detector: knn,
  row: 'KNN (normalised features)',
  blindness: 'decided by its limit',
  latex:
    '\\left\\| \\tfrac{z}{\\|z\\|} - \\tfrac{z_{(k)}}{\\|z_{(k)}\\|} \\right\\| \\;\\to\\; k\\text{-th smallest of } \\left\\| \\tfrac{\\Delta}{\\|\\Delta\\|} - \\tfrac{z_i}{\\|z_i\\|} \\right\\| \\le 2',
  plain:
    'Normalised activations forget their length: the novelty tends to the distance from the direction Δ/‖Δ‖ to its k-th nearest training row. It is bounded, so whether the far point is flagged depends on the threshold.',
  end({ activations }, { parameters }, { data }) {
    const delta = activations.slope.map((b) => b.toNumber());
    const size = Math.hypot(...delta);
    const distances = rowsOf(data.train.features).map((row) => {
      const length = Math.hypot(...row);
      if (length === 0) return 1;
      return Math.hypot(...row.map((value, j) => value / length - delta[j] / size));
    });
    const nearest = distances.sort((x, y) => x - y)[(parameters.k as number) - 1];
    return { kind: 'converges', limit: nearest, tolerance: 1e-7 };
  },
});
