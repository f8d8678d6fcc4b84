import { vraPlusPlus } from '../../detectors/methods/vraPlusPlus.js';
import { Rational } from '../../exact/rational.js';
import { infinityClaim } from './infinityClaim.js';

/** VRA++: the second term outgrows the first, which is bounded. */
export const vraPlusPlusAtInfinity = infinityClaim({
  id: 'vra-plus-plus-at-infinity',
  detector: vraPlusPlus,
  row: 'VRA, Relation, …',
  section: 8,
  blindness: 'never blind',
  latex: 'a \\sum_j (z_j - m)^2 + O(1) \\sim a \\|\\Delta\\|_2^2\\, t^2 \\to +\\infty',
  plain:
    'The energy of rectified activations is bounded, and the squared distance from m grows in every direction in which the network becomes certain: flagged in the end at every threshold.',
  rectified: true,
  everyUnit: true,
  never: 'diverges-down',
  end({ activations: { slope } }) {
    const squares = slope.reduce((sum, b) => sum.add(b.multiply(b)), Rational.zero);
    const { weight } = vraPlusPlus.defaults;
    return { kind: 'grows', power: 2, coefficient: weight * squares.toNumber() };
  },
  patience: () => 2 ** 30,
});
