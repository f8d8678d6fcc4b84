import { gramLayers } from '../../detectors/methods/gramLayers.js';
import { hiddenLines } from '../shared/tailLines.js';
import { infinityClaim } from './infinityClaim.js';
import { numbersOf } from './numbersOfLines.js';

/** Gram matrices of all hidden layers: products of rising units leave every range. */
export const gramLayersAtInfinity = infinityClaim({
  id: 'gram-layers-at-infinity',
  detector: gramLayers,
  row: 'Gram of current OpenOOD',
  section: 8,
  blindness: 'never blind',
  latex:
    '\\frac{1}{p_k} \\sum_l \\frac{\\delta_l(t)}{n_l} \\sim t^2 \\sum_l \\frac{1}{n_l} \\sum_{q, j} \\frac{\\big(\\Delta_{lj}^q \\sum_i \\Delta_{li}^q\\big)^{1/q}}{|\\max_{lqj}|} \\to +\\infty',
  plain:
    'Products of rising units grow like t² and leave every range seen in training, in some hidden layer of every network that becomes certain: flagged in the end at every threshold.',
  rectified: true,
  hypotheses: ['decided where every hidden unit is rectified'],
  never: 'diverges-down',
  end(_, { parameters }, subject) {
    const layers = hiddenLines(subject, subject.data.classifier!.hiddenValues).map(numbersOf);
    if (layers.some(({ slope }) => slope.some((b) => b < 0))) return null;
    const units = parameters.units as readonly number[];
    const upper = parameters.upper as readonly (readonly number[])[];
    const powers = parameters.powers as readonly number[];
    const classes = subject.classes;
    const coefficient = layers.reduce((total, { slope }, l) => {
      const bounds = upper[l * classes + subject.tail.top[0]];
      const growth = powers.reduce((sum, q, n) => {
        const all = slope.reduce((s, b) => s + b ** q, 0);
        return slope.reduce((s, b, j) => {
          const range = Math.abs(bounds[n * slope.length + j]) + 1e-6;
          return s + (b ** q * all) ** (1 / q) / range;
        }, sum);
      }, 0);
      return total + growth / units[l];
    }, 0);
    return { kind: 'grows', power: 2, coefficient };
  },
  // A channel that was 0 in training is divided by 1e-6: what grows like t is ahead for long.
  patience: () => 2 ** 60,
});
