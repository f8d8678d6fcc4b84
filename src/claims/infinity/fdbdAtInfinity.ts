import { rowsOf } from '../../detectors/batch.js';
import { fdbd } from '../../detectors/methods/fdbd.js';
import { infinityClaim } from './infinityClaim.js';
import { numbersOf } from './numbersOfLines.js';

/** Distances to decision boundaries, over the distance from the mean: both grow alike. */
export const fdbdAtInfinity = infinityClaim({
  id: 'fdbd-at-infinity',
  detector: fdbd,
  row: 'fDBD',
  section: 8,
  blindness: 'decided by its limit',
  latex:
    '-\\frac{1}{\\|z - \\mu\\|} \\sum_{c \\ne k} \\frac{f_k - f_c}{\\|w_k - w_c\\|} \\;\\to\\; -\\frac{1}{\\|\\Delta\\|} \\sum_{c \\ne k} \\frac{b_k - b_c}{\\|w_k - w_c\\|}',
  plain:
    'Distances to the boundaries of the top class and the distance from the training mean grow at the same speed: the novelty tends to their ratio, which depends on the direction alone. It is bounded, so whether the far point is flagged depends on the threshold.',
  end({ activations, logits }, _, { data: { head }, tail }) {
    const top = tail.top[0];
    const weights = rowsOf(head.weights);
    const { slope } = numbersOf(logits);
    const sum = slope.reduce((total, b, c) => {
      const apart = Math.hypot(...weights[c].map((w, j) => w - weights[top][j]));
      // With equal rows there is no boundary.
      return c === top || apart === 0 ? total : total + (slope[top] - b) / apart;
    }, 0);
    const size = Math.hypot(...numbersOf(activations).slope);
    return { kind: 'converges', limit: -sum / size };
  },
});
