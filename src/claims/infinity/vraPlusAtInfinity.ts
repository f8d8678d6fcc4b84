import { vraPlus } from '../../detectors/methods/vraPlus.js';
import { energyEnd } from '../shared/expectedEnd.js';
import { headLines } from './headLines.js';
import { infinityClaim } from './infinityClaim.js';
import { vraLines } from './vraLines.js';

/** VRA+: as VRA, with a constant for what is between the bounds. */
export const vraPlusAtInfinity = infinityClaim({
  id: 'vra-plus-at-infinity',
  detector: vraPlus,
  row: 'VRA, Relation, …',
  section: 8,
  blindness: 'decided by its limit',
  latex:
    '-\\ln \\sum_c e^{(W \\rho(z) + \\beta)_c} \\;\\to\\; -\\ln \\sum_c e^{(W \\bar z + \\beta)_c}, \\qquad \\bar z_j = \\begin{cases} hi_j & \\Delta_j > 0 \\\\ \\rho_j(z^0_j) & \\Delta_j = 0 \\end{cases}',
  plain:
    'Units that rise freeze at the upper bound of their column, as with VRA: the novelty ends at the energy of frozen activations, a finite number.',
  rectified: true,
  everyUnit: true,
  end: ({ activations }, { parameters }, subject) =>
    energyEnd(headLines(subject, vraLines(activations, parameters, vraPlus.defaults.shift))),
});
