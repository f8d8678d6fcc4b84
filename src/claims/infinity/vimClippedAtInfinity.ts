import { vimClipped } from '../../detectors/methods/vimClipped.js';
import { infinityClaim } from './infinityClaim.js';
import { residualSlope } from './residualSlope.js';

/** ViM with clipped logits: no race, the residual alone. */
export const vimClippedAtInfinity = infinityClaim({
  id: 'vim-clipped-at-infinity',
  detector: vimClipped,
  row: 'VRA, Relation, …',
  section: 8,
  blindness: 'flags iff Δ leaves the principal space',
  everyUnit: true,
  latex:
    '\\alpha \\|R^\\top (z - u)\\| - \\ln \\sum_c e^{\\operatorname{clip}(f_c)} \\sim \\alpha \\|R^\\top \\Delta\\|\\, t',
  plain:
    'The energy of clipped logits is bounded, so no rising logit rescues a far point, as it can from ViM: the novelty grows with what the principal space leaves out of Δ, in the direction of the sign of α.',
  hypotheses: ['undecided where α‖RᵀΔ‖ is 0 within the rounding of the recorded projection'],
  end({ activations: { slope } }, fitted) {
    const alpha = fitted.parameters.alpha as number;
    const { value, lower, upper } = residualSlope(fitted, slope);
    if (lower === 0 || alpha === 0) return null;
    const tolerance = 1e-9 + (upper - lower) / value;
    return { kind: 'grows', power: 1, coefficient: alpha * value, tolerance };
  },
  patience: () => 2 ** 20,
});
