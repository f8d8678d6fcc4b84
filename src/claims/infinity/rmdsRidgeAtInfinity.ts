import { rmdsRidge } from '../../detectors/methods/rmdsRidge.js';
import { infinityClaim } from './infinityClaim.js';
import { numbersOf } from './numbersOfLines.js';
import { quadraticForm } from './quadraticForm.js';

/** Relative Mahalanobis with a ridge: a race of two positive definite forms. */
export const rmdsRidgeAtInfinity = infinityClaim({
  id: 'rmds-ridge-at-infinity',
  detector: rmdsRidge,
  row: 'ridge Mahalanobis',
  section: 8,
  blindness: 'flags iff P − P₀ is positive along Δ',
  latex: '\\min_c M_c(z) - M_0(z) = t^2\\, \\Delta^\\top (P - P_0) \\Delta + O(t)',
  plain:
    'The relative distance grows like t² times the difference of the two precisions along Δ. The scatter of the second is not divided by the number of rows, so the first nearly always wins and the far point is flagged.',
  hypotheses: [
    'undecided where the two forms agree within the rounding of the recorded precisions',
  ],
  end({ activations }, { parameters }) {
    const { slope } = numbersOf(activations);
    const form = (name: string) =>
      quadraticForm(parameters[name] as readonly (readonly number[])[], slope);
    const [own, whole] = [form('precision'), form('wholePrecision')];
    const coefficient = own.value - whole.value;
    const rounding = 1e-8 * (own.value + whole.value) + own.rounding + whole.rounding;
    if (Math.abs(coefficient) <= 4 * rounding) return null;
    const tolerance = 1e-9 + rounding / Math.abs(coefficient);
    return { kind: 'grows', power: 2, coefficient, tolerance };
  },
  patience: () => 2 ** 40,
});
