import { mdsRidge } from '../../detectors/methods/mdsRidge.js';
import { infinityClaim } from './infinityClaim.js';
import { numbersOf } from './numbersOfLines.js';
import { quadraticForm } from './quadraticForm.js';

/** Mahalanobis with a ridge: positive definite, so nothing is outside it. */
export const mdsRidgeAtInfinity = infinityClaim({
  id: 'mds-ridge-at-infinity',
  detector: mdsRidge,
  row: 'ridge Mahalanobis',
  section: 8,
  blindness: 'never blind',
  latex:
    '\\tfrac12 \\min_c (z - \\mu_c)^\\top P (z - \\mu_c) \\sim \\tfrac12\\, \\Delta^\\top P \\Delta\\, t^2 \\to +\\infty, \\qquad P \\succ 0',
  plain:
    'A ridge makes the precision positive definite, so the distance grows like t² in every direction in which a unit moves. Where MDS with a pseudo-inverse is blind to units that never moved, the ridge makes them the most sensitive ones.',
  never: 'diverges-down',
  end({ activations }, { parameters }) {
    const precision = parameters.precision as readonly (readonly number[])[];
    const { value, rounding } = quadraticForm(precision, numbersOf(activations).slope);
    if (value <= 4 * rounding) return null;
    const tolerance = 1e-9 + rounding / value;
    return { kind: 'grows', power: 2, coefficient: value / 2, tolerance };
  },
  patience: () => 2 ** 40,
});
