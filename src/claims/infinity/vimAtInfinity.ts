import { vim } from '../../detectors/methods/vim.js';
import { SMALL } from '../controls/detectorCases.js';
import { energyEnd, largestOf } from '../shared/expectedEnd.js';
import { infinityClaim } from './infinityClaim.js';
import { residualSlope } from './residualSlope.js';

/** Virtual-logit matching: a race between the residual and the top logit. */
export const vimAtInfinity = infinityClaim({
  id: 'vim-at-infinity',
  detector: vim,
  row: 'ViM',
  blindness: 'blind iff the top logit outruns the residual',
  latex:
    '\\alpha \\|R^\\top (z - u)\\| - \\ln \\sum_c e^{f_c} \\sim \\left( \\alpha \\|R^\\top \\Delta\\| - b_k \\right) t',
  plain:
    'The virtual logit rises with what the principal space leaves out of Δ, the energy falls with the top logit: the novelty grows without bound iff α‖RᵀΔ‖ exceeds b_k, and falls without bound iff it is less.',
  hypotheses: [
    'undecided where α‖RᵀΔ‖ and b_k are equal within the rounding of the recorded projection',
  ],
  // Along the axes the residual is as fast as the logit on these data.
  control: { ...SMALL, direction: [4, 1] },
  end({ activations: { slope }, logits }, fitted) {
    const alpha = fitted.parameters.alpha as number;
    if (alpha === 0) return energyEnd(logits);
    const residual = residualSlope(fitted, slope);
    const top = largestOf(logits.slope).toNumber();
    const coefficient = alpha * residual.value - top;
    const spread = Math.abs(alpha) * (residual.upper - residual.lower) + 1e-12 * Math.abs(top);
    if (Math.abs(coefficient) <= 2 * spread) return null;
    return {
      kind: 'grows',
      power: 1,
      coefficient,
      tolerance: 1e-9 + spread / Math.abs(coefficient),
    };
  },
});
