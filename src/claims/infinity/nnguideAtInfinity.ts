import { rowsOf } from '../../detectors/batch.js';
import { nnGuide } from '../../detectors/methods/nnGuide.js';
import { logSumExp } from '../../uncertainty/logSumExp.js';
import { largestOf } from '../shared/expectedEnd.js';
import { infinityClaim } from './infinityClaim.js';
import { dotOf, numbersOf, unitOf } from './numbersOfLines.js';

/** The energy times a mean similarity that settles. */
export const nnguideAtInfinity = infinityClaim({
  id: 'nnguide-at-infinity',
  detector: nnGuide,
  row: 'NNGuide',
  section: 8,
  blindness: 'blind where the top logit rises and the guidance is positive',
  latex:
    '-\\operatorname{lse}(f) \\cdot g(z) \\sim -b_k\\, m\\, t, \\qquad m = \\text{mean of the } K \\text{ largest } \\operatorname{lse}(f_i) \\left\\langle \\tfrac{z_i}{\\|z_i\\|}, \\tfrac{\\Delta}{\\|\\Delta\\|} \\right\\rangle',
  plain:
    'The guidance tends to the mean m of the largest energy-weighted similarities with the direction, and the energy grows like the top logit: the novelty goes like −b_k·m·t, against the sign of their product.',
  hypotheses: ['undecided where the mean similarity is 0 within rounding, or b_k is 0'],
  end({ activations, logits }, { parameters }, { data: { train } }) {
    const top = largestOf(logits.slope).toNumber();
    const unit = unitOf(numbersOf(activations).slope);
    const energies = rowsOf(train.logits).map((row) => logSumExp(row));
    const similarities = rowsOf(train.features).map(
      (row, i) => energies[i] * dotOf(unitOf(row), unit),
    );
    const count = parameters.neighbours as number;
    const largest = similarities.sort((x, y) => y - x).slice(0, count);
    const mean = largest.reduce((sum, value) => sum + value, 0) / count;
    const size = Math.max(...energies.map(Math.abs));
    // max f + ln Σ e^(f − max f) is off by a rounding of what is added, however small the sum is.
    const added = Math.max(1, ...train.logits.values.map(Math.abs));
    const rounding = 8 * Number.EPSILON * added;
    if (top === 0 || Math.abs(mean) <= Math.max(1e-9 * size, 1e3 * rounding)) return null;
    return {
      kind: 'grows',
      power: 1,
      coefficient: -top * mean,
      tolerance: (1e-9 * size + rounding) / Math.abs(mean),
    };
  },
  patience: () => 2 ** 20,
});
