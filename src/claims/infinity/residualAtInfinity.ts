import { residual } from '../../detectors/methods/residual.js';
import { infinityClaim } from './infinityClaim.js';
import { residualSlope } from './residualSlope.js';

/** Residual: what the principal space leaves out of Δ. */
export const residualAtInfinity = infinityClaim({
  id: 'residual-at-infinity',
  detector: residual,
  row: 'Residual',
  section: 8,
  blindness: 'flags iff Δ leaves the principal space',
  latex:
    '\\|R^\\top (z - u)\\| \\sim \\|R^\\top \\Delta\\|\\, t \\to +\\infty \\;\\Longleftrightarrow\\; R^\\top \\Delta \\ne 0',
  plain:
    'The residual grows with what the principal space leaves out of Δ: the far point is flagged at every threshold if that is not 0, and else the novelty stays where it is.',
  hypotheses: ['undecided where RᵀΔ is 0 within the rounding of the recorded projection'],
  end({ activations: { slope } }, fitted) {
    const { value, lower, upper } = residualSlope(fitted, slope);
    if (lower === 0) return null;
    return {
      kind: 'grows',
      power: 1,
      coefficient: value,
      tolerance: 1e-9 + (upper - lower) / value,
    };
  },
  patience: () => 2 ** 20,
});
