import { gram } from '../../detectors/methods/gram.js';
import { infinityClaim } from './infinityClaim.js';

/** Gram matrices: orders 1 to 5 of one layer, deviations relative to the training range. */
export const gramAtInfinity = infinityClaim({
  id: 'gram-at-infinity',
  detector: gram,
  row: 'OpenMax, Gram',
  blindness: 'never blind',
  latex:
    '\\sum_{p, j} \\frac{(G^p_j - \\max_j)_+}{|\\max_j|} \\sim t^2 \\sum_{p = 1}^{5} \\sum_{j:\\, \\Delta_j > 0} \\frac{\\big(\\Delta_j^p \\sum_i \\Delta_i^p\\big)^{1/p}}{|\\max_j|} \\to +\\infty',
  plain:
    'Products of rising units grow like t², leave every range seen in training and cannot cancel behind a ReLU: flagged in the end at every threshold. The published code has the sign inverted, so that there the novelty ends at the least value it can have, −10^{10}.',
  rectified: true,
  end({ activations: { slope } }, { parameters }, { tail }) {
    const width = slope.length;
    const powers = parameters.powers as readonly number[];
    const upper = (parameters.upper as readonly (readonly number[])[])[tail.top[0]];
    const mean = parameters.meanValidationDeviation as number;
    const delta = slope.map((b) => b.toNumber());
    let coefficient = 0;
    powers.forEach((p, n) => {
      const sum = delta.reduce((total, b) => total + b ** p, 0);
      delta.forEach((b, j) => {
        const range = Math.abs(upper[n * width + j]) + 1e-6;
        coefficient += (b ** p * sum) ** (1 / p) / range;
      });
    });
    return { kind: 'grows', power: 2, coefficient: coefficient / (mean > 0 ? mean : 1) };
  },
  // A channel that was 0 in training is divided by 1e-6: what grows like t is ahead for long.
  patience: () => 2 ** 60,
});
