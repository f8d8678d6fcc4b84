import { vraClip } from '../../detectors/methods/vraClip.js';
import { Rational } from '../../exact/rational.js';
import { energyEnd } from '../shared/expectedEnd.js';
import { headLines } from './headLines.js';
import { infinityClaim } from './infinityClaim.js';

/** VRA of OpenOOD: a clip on both sides, so nothing moves whatever the activation. */
export const vraClipAtInfinity = infinityClaim({
  id: 'vra-clip-at-infinity',
  detector: vraClip,
  row: 'VRA, Relation, …',
  section: 8,
  blindness: 'decided by its limit',
  everyUnit: true,
  latex:
    '-\\ln \\sum_c e^{(W \\operatorname{clip}(z, lo, hi) + \\beta)_c} \\;\\to\\; -\\ln \\sum_c e^{(W \\bar z + \\beta)_c}, \\qquad \\bar z_j \\in \\{lo, hi\\} \\text{ where } \\Delta_j \\ne 0',
  plain:
    'Every unit that moves ends at a bound and the others stay: the novelty ends at the energy of those activations, a finite number.',
  end({ activations: { slope, intercept } }, { parameters }, subject) {
    const low = Rational.of(parameters.low as number);
    const high = Rational.of(parameters.high as number);
    const ends = slope.map((b, j) => {
      const side = b.sign || (intercept[j].compare(high) > 0 ? 1 : 0);
      if (side > 0) return high;
      return side < 0 || intercept[j].compare(low) < 0 ? low : intercept[j];
    });
    const still = ends.map(() => Rational.zero);
    return energyEnd(headLines(subject, { slope: still, intercept: ends }));
  },
});
