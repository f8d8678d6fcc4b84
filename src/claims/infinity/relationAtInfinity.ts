import { rowsOf } from '../../detectors/batch.js';
import { relation } from '../../detectors/methods/relation.js';
import { softmax } from '../../uncertainty/softmax.js';
import { infinityClaim } from './infinityClaim.js';
import { dotOf, numbersOf } from './numbersOfLines.js';

/** Relations with the training rows settle, and with them their sum. */
export const relationAtInfinity = infinityClaim({
  id: 'relation-at-infinity',
  detector: relation,
  row: 'VRA, Relation, …',
  section: 8,
  blindness: 'decided by its limit',
  latex:
    '-\\sum_i r_i\\, [r_i > 0.03] \\quad\\text{with}\\quad r_i \\;\\to\\; \\max\\left( \\left\\langle \\tfrac{\\Delta}{\\|\\Delta\\|}, \\tfrac{z_i}{\\|z_i\\|} \\right\\rangle, 0 \\right) p_{ik}',
  plain:
    'The cosine with every training row tends to that of the direction and the softmax to one-hot: the novelty tends to minus a sum over the training rows, between minus their number and 0.',
  hypotheses: ['undecided where a relation ends at 0.03 within rounding'],
  end({ activations }, { parameters }, { data: { train }, tail }) {
    const delta = numbersOf(activations).slope;
    const size = Math.hypot(...delta);
    const logits = rowsOf(train.logits);
    const related = rowsOf(train.features).map((row, i) => {
      const cosine = dotOf(row, delta) / size / Math.sqrt(dotOf(row, row) + 1e-10);
      return Math.max(cosine, 0) * softmax(logits[i])[tail.top[0]];
    });
    if (related.some((r) => Math.abs(r - 0.03) < 1e-6)) return null;
    const power = parameters.power as number;
    const sum = related.reduce((total, r) => (r > 0.03 ? total + r ** power : total), 0);
    return { kind: 'converges', limit: -sum };
  },
  patience: () => 2 ** 20,
});
