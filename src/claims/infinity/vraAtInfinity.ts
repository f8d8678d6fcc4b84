import { vra } from '../../detectors/methods/vra.js';
import { energyEnd } from '../shared/expectedEnd.js';
import { headLines } from './headLines.js';
import { infinityClaim } from './infinityClaim.js';
import { vraLines } from './vraLines.js';

/** VRA: what grows is clipped at the bound of its column. */
export const vraAtInfinity = infinityClaim({
  id: 'vra-at-infinity',
  detector: vra,
  row: 'VRA, Relation, …',
  section: 8,
  blindness: 'decided by its limit',
  latex:
    '-\\ln \\sum_c e^{(W \\rho(z) + \\beta)_c} \\;\\to\\; -\\ln \\sum_c e^{(W \\bar z + \\beta)_c}, \\qquad \\bar z_j = \\begin{cases} hi_j & \\Delta_j > 0 \\\\ \\rho_j(z^0_j) & \\Delta_j = 0 \\end{cases}',
  plain:
    'Behind a ReLU units that rise freeze at the upper bound of their column and the others stay: the novelty ends at the energy of those frozen activations, a finite number.',
  rectified: true,
  everyUnit: true,
  end: ({ activations }, { parameters }, subject) =>
    energyEnd(headLines(subject, vraLines(activations, parameters, 0))),
});
