import { sircEntropyResidual } from '../../detectors/methods/sirc.js';
import { SMALL } from '../controls/detectorCases.js';
import { infinityClaim } from './infinityClaim.js';
import { residualSlope } from './residualSlope.js';
import { gapOf } from './softmaxLimits.js';

/** SIRC of the entropy and ViM's residual: a race. */
export const sircEntropyResidualAtInfinity = infinityClaim({
  id: 'sirc-entropy-residual-at-infinity',
  detector: sircEntropyResidual,
  row: 'SIRC with a residual',
  section: 8,
  blindness: 'blind iff γ outruns the residual',
  latex:
    '\\ln (s_{\\max} - s_1) + \\ln (1 + e^{\\eta (\\alpha \\|R^\\top (z - u)\\| + a)}) \\sim (\\eta \\alpha \\|R^\\top \\Delta\\| - \\gamma)\\, t',
  plain:
    'Certainty pulls the novelty down like −γt and the residual pulls it up like ηα‖RᵀΔ‖t: whichever is faster decides, in real numbers. As published float64 ends at −∞ or NaN whatever the race.',
  hypotheses: [
    'undecided where the two slopes are equal within the rounding of the recorded projection',
  ],
  // Along the axes the race is undecided on these data.
  control: { ...SMALL, direction: [4, 1] },
  end(lines, fitted) {
    const { alpha, eta } = fitted.parameters as { alpha: number; eta: number };
    const { value, lower, upper } = residualSlope(fitted, lines.activations.slope);
    const gap = gapOf(lines).toNumber();
    const rise = Math.max(0, eta * alpha);
    const coefficient = rise * value - gap;
    const spread = rise * (upper - lower) + 1e-10 * (rise * value + gap);
    if (Math.abs(coefficient) <= 4 * spread) return null;
    return {
      kind: 'grows',
      power: 1,
      coefficient,
      tolerance: 1e-9 + spread / Math.abs(coefficient),
    };
  },
  patience: () => 2 ** 12,
});
