import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { featureErrors } from '../observations.js';
import { oneOfOption, wholeOption } from '../options.js';
import {
  logitOrigin,
  logitOriginError,
  principalDimension,
  residualForm,
  residualGerm,
  residualNorms,
  residualSpaceOf,
} from '../residualSpace.js';

/** The options of `residual`. */
export interface ResidualOptions extends VariantOptions {
  /** Dimension of the principal space; null for ViM's. */
  readonly dimension: number | null;
  /** The set whose principal space it is; null for the variant's. */
  readonly fitOn: 'train' | 'validation' | null;
}

/**
 * Residual: novelty `‖Rᵀ(f − u)‖`, what the principal space of the features leaves out; ViM without
 * the energy.
 *
 * At infinity the slope is ‖RᵀΔ‖: it flags where Δ leaves the principal space. Otherwise the novelty
 * stays at ‖Rᵀ(f⁰ − u)‖ for ever.
 *
 * Source: Wang et al. 2022, section 4. `paper`: fitted on the training features, dimension at most
 * D − 1. `openood`: on the validation features; its dimension of 512 leaves nothing of narrower
 * layers, and every score is 0.
 */
export const residual = defineDetector<ResidualOptions>({
  id: 'residual',
  name: 'Residual',
  source: 'Wang et al. 2022',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'depends',
  variants: ['paper', 'openood'],
  defaults: { variant: 'paper', dimension: null, fitOn: null },
  check: ({ dimension, fitOn }) => [
    ...(dimension === null ? [] : wholeOption('dimension', dimension, 0)),
    ...oneOfOption('fitOn', fitOn, ['train', 'validation', null]),
  ],
  fit(data, { variant, dimension, fitOn }) {
    const width = data.head.weights.columns;
    const principal =
      variant === 'paper' ? principalDimension(width, dimension) : (dimension ?? 512);
    const set = data[fitOn ?? (variant === 'paper' ? 'train' : 'validation')];
    const space = residualSpaceOf(set.features, logitOrigin(data.head), principal, {
      errors: featureErrors(set),
      originError: logitOriginError(data.head),
    });
    return {
      notes: space.basis.rows === 0 ? ['the principal space leaves nothing: every score is 0'] : [],
      parameters: {
        dimension: principal,
        origin: Array.from(space.origin),
        residualForm: residualForm(space),
      },
      score: ({ features }) => residualNorms(space, features),
      germ: (tail) => residualGerm(space, penultimateGerms(tail)),
    };
  },
});
