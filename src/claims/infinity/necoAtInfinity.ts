import { neco } from '../../detectors/methods/neco.js';
import { largestOf } from '../shared/expectedEnd.js';
import { infinityClaim } from './infinityClaim.js';
import { numbersOf } from './numbersOfLines.js';

/** The top logit times the share of the direction inside the principal space. */
export const necoAtInfinity = infinityClaim({
  id: 'neco-at-infinity',
  detector: neco,
  row: 'NECO',
  section: 8,
  blindness: 'blind where the top logit rises and d is not outside the principal space',
  latex:
    '-\\max_c f_c \\cdot \\frac{\\|A s\\|}{\\|s\\|} \\sim -b_k \\frac{\\|A d\\|}{\\|d\\|}\\, t, \\qquad d_j = \\Delta_j / \\sigma_j',
  plain:
    'The share of the standardised activations inside the principal space settles at that of the direction, and is multiplied by the top logit: the novelty falls without bound if that rises, and rises if it falls.',
  hypotheses: ['undecided where d is outside the principal space within rounding, or b_k is 0'],
  end({ activations, logits }, { parameters }) {
    const scale = parameters.scale as readonly number[];
    const form = parameters.projectionForm as readonly (readonly number[])[];
    const d = numbersOf(activations).slope.map((b, j) => b / scale[j]);
    const inside = form.reduce(
      (sum, row, i) => sum + row.reduce((s, value, j) => s + value * d[i] * d[j], 0),
      0,
    );
    const share = Math.sqrt(Math.max(0, inside)) / Math.hypot(...d);
    const top = largestOf(logits.slope).toNumber();
    if (share < 1e-5 || top === 0) return null;
    return {
      kind: 'grows',
      power: 1,
      coefficient: -top * share,
      tolerance: 1e-9 + 1e-14 / share ** 2,
    };
  },
  patience: () => 2 ** 20,
});
