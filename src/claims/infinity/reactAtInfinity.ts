import { reAct } from '../../detectors/methods/reAct.js';
import { Rational } from '../../exact/rational.js';
import { energyEnd } from '../shared/expectedEnd.js';
import { headLines } from './headLines.js';
import { infinityClaim } from './infinityClaim.js';

/** ReAct: what grows is clipped, so nothing moves any more. */
export const reactAtInfinity = infinityClaim({
  id: 'react-at-infinity',
  detector: reAct,
  row: 'ReAct',
  blindness: 'decided by its limit',
  latex:
    '-\\ln \\sum_c e^{(W \\min(z(t), \\theta) + \\beta)_c} \\;\\to\\; -\\ln \\sum_c e^{(W \\bar z + \\beta)_c}, \\qquad \\bar z_j = \\begin{cases} \\theta & \\Delta_j > 0 \\\\ \\min(z^0_j, \\theta) & \\Delta_j = 0 \\end{cases}',
  plain:
    'Behind a ReLU no unit falls for ever, and units that rise freeze at the threshold θ: the novelty ends at the energy of those frozen activations, a finite number.',
  rectified: true,
  everyUnit: true,
  end({ activations: { slope, intercept } }, { parameters }, subject) {
    const threshold = Rational.of(parameters.threshold as number);
    const frozen = intercept.map((a, j) =>
      slope[j].sign > 0 || a.compare(threshold) > 0 ? threshold : a,
    );
    const still = { slope: slope.map(() => Rational.zero), intercept: frozen };
    return energyEnd(headLines(subject, still));
  },
});
