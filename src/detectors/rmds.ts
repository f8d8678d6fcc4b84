import { defineDetector } from './defineDetector.js';
import type { VariantOptions } from './detector.js';
import { constantGerm } from './infinity/noveltyGerm.js';
import { quadraticGerm, squaredNorm, subtractQuadratics } from './infinity/quadraticGerm.js';
import { penultimateGerms } from './infinity/scoreTail.js';
import {
  mahalanobisModel,
  mahalanobisParameters,
  nearestSquaredDistanceGerm,
  nearestSquaredDistances,
} from './mahalanobis.js';
import { roundingNotes } from './roundingNotes.js';
import { precisionOf, whiten, whitenGerms, whiteningOf } from './whitening.js';

/**
 * Relative Mahalanobis distance: novelty `min_c M_c(f) − M_0(f)`, M_0 the distance under one
 * Gaussian for all training rows.
 *
 * At infinity it grows like t²·Δᵀ(P_W − P_T)Δ. The gap is positive semidefinite of rank at most
 * C − 1 where both covariances have full rank: blind in every direction it misses.
 *
 * Source: Ren et al. 2021, eq. 3. `paper`: classes without training rows take no part.
 * `cea-2024`: one empty class makes every score NaN.
 */
export const rmds = defineDetector<VariantOptions>({
  id: 'rmds',
  name: 'RMDS',
  source: 'Ren et al. 2021',
  reads: 'features',
  family: 'paper B',
  whenCertain: 'depends',
  defaults: { variant: 'paper' },
  fit(data, { variant }) {
    const model = mahalanobisModel(data, variant === 'paper' ? 'skip' : 'keep');
    const whole = whiteningOf(data.train.features, model.center, () => model.center);
    return {
      parameters: {
        ...mahalanobisParameters(model),
        wholeMean: Array.from(model.center),
        wholePrecision: precisionOf(whole),
      },
      score({ features }) {
        const out = nearestSquaredDistances(model, features);
        const white = whiten(whole, features);
        for (let i = 0; i < out.length; i++) {
          let sum = 0;
          for (let r = 0; r < white.columns; r++) sum += white.values[i * white.columns + r]! ** 2;
          out[i]! -= sum;
        }
        return out;
      },
      germ(tail) {
        const x = penultimateGerms(tail);
        const nearest = nearestSquaredDistanceGerm(model, x);
        if (!nearest) return constantGerm(Number.NaN, 'a class has no training rows');
        const gap = subtractQuadratics(nearest, squaredNorm(whitenGerms(whole, x)));
        const notes = roundingNotes(gap[2].toNumber(), [model.whitening, whole], x);
        return { ...quadraticGerm(gap), notes };
      },
    };
  },
});
