import { mds } from '../../detectors/methods/mds.js';
import { infinityClaim } from './infinityClaim.js';
import { mahalanobisEnd } from './mahalanobisEnd.js';

/**
 * Mahalanobis distance: decided with the exact pseudo-inverse of the covariance of the stored
 * activations, so that ΔᵀPΔ = 0 means 0.
 */
export const mdsAtInfinity = infinityClaim({
  id: 'mds-at-infinity',
  detector: mds,
  row: 'MDS',
  blindness: 'blind iff the data never moved along Δ',
  latex:
    '\\min_c (z - \\mu_c)^\\top P (z - \\mu_c) = t^2\\, \\Delta^\\top P \\Delta + O(t) \\to +\\infty \\;\\Longleftrightarrow\\; \\Delta^\\top P \\Delta > 0, \\quad \\text{else constant}',
  plain:
    'The distance grows like t²·ΔᵀPΔ and flags if that is positive. P is a pseudo-inverse: where Δ moves only units that never moved within a class of the training data, ΔᵀPΔ = 0 and the novelty does not change at all.',
  hypotheses: [
    'undecided where a covariance has a condition number above 1e9, or the fit keeps rounding for a direction',
  ],
  end(_, fitted, subject) {
    const { nearest, clear, rounding } = mahalanobisEnd(subject);
    if (!clear) return null;
    const [constant, , quadratic] = nearest;
    if (quadratic.sign === 0) {
      // A coefficient of 1e-33 or so, which the detector notes to be rounding of the fit.
      if (subject.behaviourOf(fitted).notes.length > 0) return null;
      return { kind: 'converges', limit: constant.toNumber(), tolerance: rounding };
    }
    return { kind: 'grows', power: 2, coefficient: quadratic.toNumber(), tolerance: rounding };
  },
  // A small coefficient may have a large linear term before it.
  patience: (_, subject) => (mahalanobisEnd(subject).nearest[2].sign === 0 ? 1 : 2 ** 30),
});
