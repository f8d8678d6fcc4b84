import { multiMds } from '../../detectors/methods/multiMds.js';
import { hiddenLines } from '../shared/tailLines.js';
import { infinityClaim } from './infinityClaim.js';
import { numbersOf } from './numbersOfLines.js';
import { quadraticForm } from './quadraticForm.js';

/** Mahalanobis distances of all layers: a sum of positive definite forms. */
export const multiMdsAtInfinity = infinityClaim({
  id: 'multi-mds-at-infinity',
  detector: multiMds,
  row: 'ridge or multi-layer Mahalanobis',
  section: 8,
  blindness: 'never blind',
  latex:
    '\\tfrac12 \\sum_l \\min_c M_{lc}(z_l) \\sim \\tfrac12\\, t^2 \\sum_l \\Delta_l^\\top P_l \\Delta_l \\to +\\infty, \\qquad P_l \\succ 0',
  plain:
    'In every direction in which the network becomes certain a hidden unit moves, and each layer adds a positive definite form of its movement: flagged in the end at every threshold.',
  never: 'diverges-down',
  end(_, { parameters }, subject) {
    let rows = parameters.precision as readonly (readonly number[])[];
    let [value, rounding] = [0, 0];
    for (const layer of hiddenLines(subject, subject.data.classifier!.hiddenValues)) {
      const { slope } = numbersOf(layer);
      const form = quadraticForm(rows.slice(0, slope.length), slope);
      value += form.value;
      rounding += form.rounding;
      rows = rows.slice(slope.length);
    }
    if (value <= 4 * rounding) return null;
    const tolerance = 1e-9 + rounding / value;
    return { kind: 'grows', power: 2, coefficient: value / 2, tolerance };
  },
  patience: () => 2 ** 40,
});
