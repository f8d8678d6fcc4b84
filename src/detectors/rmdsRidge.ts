import { defineDetector } from './defineDetector.js';
import type { VariantOptions } from './detector.js';
import { constantGerm } from './infinity/noveltyGerm.js';
import { quadraticGerm, squaredNorm, subtractQuadratics } from './infinity/quadraticGerm.js';
import { penultimateGerms } from './infinity/scoreTail.js';
import { nearestSquaredDistanceGerm, nearestSquaredDistances } from './mahalanobis.js';
import { refuseGaps, ridgeModel, ridgeParameters, ridgeWhitening } from './ridgeMahalanobis.js';
import { precisionOf, whiten, whitenGerms } from './whitening.js';

/**
 * Relative Mahalanobis distance with a ridge: novelty `min_c M_c(f) − M_0(f)`, M_0 the distance under
 * one Gaussian whose scatter is *not* divided by n.
 *
 * At infinity it grows like `t²·Δᵀ(P − P_0)Δ`. P_0 is about n times smaller than a covariance's
 * inverse, so it flags nearly always, but along directions in which only the classes differ it need
 * not.
 *
 * Source: pytorch-ood, `rmd.py`; Ren et al. 2021. `paper`: classes without training rows take no
 * part. `pytorch-ood`: a gap in the labels is an error.
 */
export const rmdsRidge = defineDetector<VariantOptions>({
  id: 'rmds-ridge',
  name: 'RMDS[ridge]',
  source: 'pytorch-ood; Ren et al. 2021',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'depends',
  variants: ['paper', 'pytorch-ood'],
  defaults: { variant: 'paper' },
  fit({ head, train }, { variant }) {
    if (variant === 'pytorch-ood') refuseGaps('rmds-ridge', train.labels);
    const model = ridgeModel(train.features, train.labels, head.bias.length);
    const whole = ridgeWhitening(train.features, model.center, () => model.center, 1);
    return {
      parameters: {
        ...ridgeParameters(model),
        wholeMean: Array.from(model.center),
        wholePrecision: precisionOf(whole),
      },
      score({ features }) {
        const white = whiten(whole, features);
        return nearestSquaredDistances(model, features).map((nearest, i) => {
          let sum = 0;
          for (let r = 0; r < white.columns; r++) sum += white.values[i * white.columns + r]! ** 2;
          return nearest - sum;
        });
      },
      germ(tail) {
        const x = penultimateGerms(tail);
        const nearest = nearestSquaredDistanceGerm(model, x);
        if (!nearest) return constantGerm(Number.NaN);
        return quadraticGerm(subtractQuadratics(nearest, squaredNorm(whitenGerms(whole, x))));
      },
    };
  },
});
