import { gradNorm } from '../../detectors/methods/gradNorm.js';
import { Rational } from '../../exact/rational.js';
import { linearEnd } from '../shared/expectedEnd.js';
import { infinityClaim } from './infinityClaim.js';

/** GradNorm: at a one-hot softmax Σ|C·p_c − 1| = (C − 1) + (C − 1)·1. */
export const gradNormAtInfinity = infinityClaim({
  id: 'grad-norm-at-infinity',
  detector: gradNorm,
  row: 'GradNorm',
  blindness: 'always blind',
  latex: '-\\|z\\|_1 \\sum_c |C p_c - 1| \\sim -2 (C - 1) \\|\\Delta\\|_1\\, t \\to -\\infty',
  plain:
    'The gradient norm grows with the activations, and GradNorm takes a large gradient for in-distribution: the novelty falls without bound on every saturating tail.',
  never: 'diverges-up',
  end({ activations: { slope } }, _, { classes }) {
    const norm = slope.reduce((sum, b) => sum.add(b.sign < 0 ? b.negate() : b), Rational.zero);
    return linearEnd(norm.multiply(Rational.of(-2 * (classes - 1))), () => 0);
  },
});
