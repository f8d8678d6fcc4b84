import type { Batch } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import { energies } from '../energy.js';
import { clipGerms } from '../infinity/clipGerms.js';
import { exactly } from '../infinity/interval.js';
import { energyGerm } from '../infinity/logitGerms.js';
import { addGerms, scaleGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { featureErrors } from '../observations.js';
import { wholeOption } from '../options.js';
import {
  logitOrigin,
  logitOriginError,
  NO_RESIDUAL,
  principalDimension,
  residualForm,
  residualGerm,
  residualNorms,
  residualSpaceOf,
} from '../residualSpace.js';
import { type VimOptions, virtualLogitScale, virtualLogitScaleBounds } from './vim.js';

/** What logits are clipped to. */
const CLIP = 100;

/**
 * ViM as pytorch-ood ships it: the energy is that of logits clipped to ±100.
 *
 * At infinity the energy is bounded, so no rising logit rescues a point: slope α‖RᵀΔ‖, it flags iff
 * Δ leaves the principal space and α > 0.
 *
 * Source: pytorch-ood, `vim.py`. `paper`: the dimension as in `vim`; α = 0, and a note, where the
 * training features do not move at all. `pytorch-ood`: a dimension above D is D/2.
 */
export const vimClipped = defineDetector<VimOptions>({
  id: 'vim-clipped',
  name: 'ViM[clipped]',
  source: 'pytorch-ood; Wang et al. 2022',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'depends',
  variants: ['paper', 'pytorch-ood'],
  defaults: { variant: 'paper', dimension: null },
  check: ({ dimension }) => (dimension === null ? [] : wholeOption('dimension', dimension, 0)),
  fit({ head, train }, { variant, dimension }) {
    const width = head.weights.columns;
    const asGiven = dimension !== null && dimension > width ? Math.floor(width / 2) : dimension;
    const principal =
      variant === 'paper' || asGiven === null ? principalDimension(width, asGiven) : asGiven;
    const robust = variant === 'paper';
    const space = residualSpaceOf(train.features, logitOrigin(head), principal, {
      errors: featureErrors(train),
      originError: logitOriginError(head),
      lower: robust,
    });
    const nothingLeft = robust && space.rank === 0;
    const alpha = nothingLeft ? 0 : virtualLogitScale(space, train);
    return {
      notes: nothingLeft ? [NO_RESIDUAL] : [],
      parameters: {
        dimension: space.dimension,
        origin: Array.from(space.origin),
        alpha,
        residualForm: residualForm(space),
      },
      score({ features, logits }) {
        const out = energies(clipped(logits));
        residualNorms(space, features).forEach((norm, i) => {
          out[i] += alpha * norm;
        });
        return out;
      },
      germ(tail) {
        const residual = residualGerm(space, penultimateGerms(tail));
        const bounds = nothingLeft ? exactly(0) : virtualLogitScaleBounds(space, train);
        return addGerms(
          scaleGerm(residual, alpha, bounds),
          energyGerm(clipGerms(tail, -CLIP, CLIP)),
        );
      },
    };
  },
});

function clipped(logits: Batch): Batch {
  return {
    ...logits,
    values: logits.values.map((value) => Math.min(Math.max(value, -CLIP), CLIP)),
  };
}
