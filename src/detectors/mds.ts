import { defineDetector } from './defineDetector.js';
import type { VariantOptions } from './detector.js';
import { constantGerm } from './infinity/noveltyGerm.js';
import { quadraticGerm } from './infinity/quadraticGerm.js';
import { penultimateGerms } from './infinity/scoreTail.js';
import {
  mahalanobisModel,
  mahalanobisParameters,
  nearestSquaredDistanceGerm,
  nearestSquaredDistances,
} from './mahalanobis.js';
import { roundingNotes } from './roundingNotes.js';

/**
 * Mahalanobis distance: novelty `min_c (f − μ_c)ᵀ P (f − μ_c)`, P the pseudo-inverse of the pooled
 * within-class covariance (divisor n, no ridge, no factor ½).
 *
 * At infinity it grows like t²·ΔᵀPΔ: it flags iff that is positive. Units that did not move on the
 * training data are outside the pseudo-inverse, and directions through them alone are blind.
 *
 * Source: Lee et al. 2018, one layer, no input perturbation. `paper`: classes without training
 * rows take no part. `cea-2024`: one empty class makes every score NaN.
 */
export const mds = defineDetector<VariantOptions>({
  id: 'mds',
  name: 'MDS',
  source: 'Lee et al. 2018',
  reads: 'features',
  family: 'paper B',
  whenCertain: 'depends',
  defaults: { variant: 'paper' },
  fit(data, { variant }) {
    const model = mahalanobisModel(data, variant === 'paper' ? 'skip' : 'keep');
    return {
      parameters: mahalanobisParameters(model),
      score: ({ features }) => nearestSquaredDistances(model, features),
      germ(tail) {
        const x = penultimateGerms(tail);
        const nearest = nearestSquaredDistanceGerm(model, x);
        if (!nearest) return constantGerm(Number.NaN, 'a class has no training rows');
        const notes = roundingNotes(nearest[2].toNumber(), [model.whitening], x);
        return { ...quadraticGerm(nearest), notes };
      },
    };
  },
});
