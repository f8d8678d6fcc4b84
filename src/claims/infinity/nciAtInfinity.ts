import { nci } from '../../detectors/methods/nci.js';
import { Rational } from '../../exact/rational.js';
import { linearEnd } from '../shared/expectedEnd.js';
import { infinityClaim } from './infinityClaim.js';

/** The headline: what makes a network certain makes features large, and NCI takes large features for in-distribution. */
export const nciAtInfinity = infinityClaim({
  id: 'nci-at-infinity',
  detector: nci,
  row: 'NCI',
  section: 8,
  blindness: 'always blind',
  latex:
    '-\\frac{w_k \\cdot (z - \\mu)}{\\|z - \\mu\\|} - \\alpha \\|z\\|_1 \\sim -\\alpha \\|\\Delta\\|_1\\, t \\to -\\infty, \\qquad \\alpha > 0',
  plain:
    'NCI is blind in every direction in which a network becomes certain: some unit moves in each of them, so the norm of the activations grows, and it is taken for a sign of being in-distribution. The novelty falls without bound, at every network, input and training set.',
  never: 'diverges-up',
  end({ activations: { slope } }, { parameters }) {
    const norm = slope.reduce((sum, b) => sum.add(b.sign < 0 ? b.negate() : b), Rational.zero);
    return linearEnd(norm.multiply(Rational.of(-(parameters.alpha as number))), () => Number.NaN);
  },
});
