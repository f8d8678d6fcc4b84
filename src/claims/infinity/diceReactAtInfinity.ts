import { diceReAct } from '../../detectors/methods/diceReAct.js';
import { Rational } from '../../exact/rational.js';
import { energyEnd } from '../shared/expectedEnd.js';
import { headLines } from './headLines.js';
import { infinityClaim } from './infinityClaim.js';

/** DICE and ReAct: the masked head over frozen units. */
export const diceReactAtInfinity = infinityClaim({
  id: 'dice-react-at-infinity',
  detector: diceReAct,
  row: 'ReAct and DICE in combination',
  section: 8,
  blindness: 'decided by its limit',
  latex:
    '-\\ln \\sum_c e^{((M \\odot W) \\min(z, \\theta) + \\beta)_c} \\;\\to\\; -\\ln \\sum_c e^{((M \\odot W) \\bar z + \\beta)_c}',
  plain:
    'Units that rise freeze at the threshold before the masked head reads them: behind a ReLU the novelty ends at a finite number.',
  rectified: true,
  everyUnit: true,
  end({ activations: { slope, intercept } }, { parameters }, subject) {
    const clip = Rational.of(parameters.clip as number);
    const ends = intercept.map((a, j) => (slope[j].sign > 0 || a.compare(clip) > 0 ? clip : a));
    const still = ends.map(() => Rational.zero);
    const masked = parameters.maskedWeights as readonly (readonly number[])[];
    return energyEnd(headLines(subject, { slope: still, intercept: ends }, masked));
  },
});
