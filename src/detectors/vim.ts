import { defineDetector } from './defineDetector.js';
import type { VariantOptions } from './detector.js';
import { energies } from './energy.js';
import { energyGerm } from './infinity/logitGerms.js';
import { addGerms, scaleGerm } from './infinity/noveltyGerm.js';
import { penultimateGerms } from './infinity/scoreTail.js';
import type { Observations } from './observations.js';
import { wholeOption } from './options.js';
import { negatedMaxima } from './probabilities.js';
import {
  isRoundingOnly,
  logitOrigin,
  principalDimension,
  type ResidualSpace,
  residualForm,
  residualGerm,
  residualNorms,
  residualSpaceOf,
} from './residualSpace.js';
import { mean } from './vectors.js';

/** The options of `vim`. */
export interface VimOptions extends VariantOptions {
  /** Dimension of the principal space; null for the default of the variant. */
  readonly dimension: number | null;
}

/**
 * Virtual-logit matching: novelty `α‖Rᵀ(f − u)‖ − log Σ exp z`.
 *
 * u = −pinv(W)·b moves the origin to where the logits are 0, R spans what the principal space of
 * the moved training features leaves out, α makes the mean residual as large as the mean largest
 * logit. At infinity the slope is α‖RᵀΔ‖ − b_k, decided exactly.
 *
 * Source: Wang et al. 2022, eq. 5 to 7. `paper`: the principal dimension by feature width (1000
 * from 2048, 512 from 768, else half), at most D − 1; symmetric eigensolver; where the training
 * features leave no residual but rounding α is 0. `cea-2024`: dimension 64 whatever D is; with D ≤ 64
 * the residual is empty, α infinite and every score NaN.
 */
export const vim = defineDetector<VimOptions>({
  id: 'vim',
  name: 'ViM',
  source: 'Wang et al. 2022',
  reads: 'features',
  family: 'paper B',
  whenCertain: 'depends',
  defaults: { variant: 'paper', dimension: null },
  check: ({ dimension }) => (dimension === null ? [] : wholeOption('dimension', dimension, 0)),
  fit({ head, train }, { variant, dimension }) {
    const width = head.weights.columns;
    const origin = logitOrigin(head);
    const principal =
      variant === 'paper' ? principalDimension(width, dimension) : (dimension ?? 64);
    const space = residualSpaceOf(train.features, origin, principal);
    const noResidual = isRoundingOnly(space, train.features);
    const alpha = variant === 'paper' && noResidual ? 0 : virtualLogitScale(space, train);
    return {
      parameters: {
        dimension: principal,
        origin: Array.from(origin),
        alpha,
        residualForm: residualForm(space),
      },
      score({ features, logits }) {
        const out = energies(logits);
        residualNorms(space, features).forEach((norm, i) => {
          out[i]! += alpha * norm;
        });
        return out;
      },
      germ(tail) {
        const residual = residualGerm(space, penultimateGerms(tail));
        const germ = addGerms(scaleGerm(residual, alpha), energyGerm(tail));
        return noResidual && alpha !== 0
          ? { ...germ, notes: [...(germ.notes ?? []), `alpha=${alpha} is the inverse of rounding`] }
          : germ;
      },
    };
  },
});

/** α: the mean largest logit over the mean residual of the training features. */
export function virtualLogitScale(
  space: ResidualSpace,
  { features, logits }: Pick<Observations, 'features' | 'logits'>,
): number {
  return -mean(negatedMaxima(logits)) / mean(residualNorms(space, features));
}
