import { defineDetector } from './defineDetector.js';
import type { VariantOptions } from './detector.js';
import { constantGerm, scaleGerm } from './infinity/noveltyGerm.js';
import { quadraticGerm } from './infinity/quadraticGerm.js';
import { penultimateGerms } from './infinity/scoreTail.js';
import { nearestSquaredDistanceGerm, nearestSquaredDistances } from './mahalanobis.js';
import { refuseGaps, ridgeModel, ridgeParameters } from './ridgeMahalanobis.js';

/**
 * Mahalanobis distance with a ridge: novelty `½ min_c (f − μ_c)ᵀ P (f − μ_c)`,
 * `P = (Σ_W/(n − 1) + 1e-6·I)⁻¹`.
 *
 * At infinity it grows like `½ t²·ΔᵀPΔ`, and P is positive definite: never blind. Where MDS, with a
 * pseudo-inverse, is blind to units that never moved, the ridge makes them the most sensitive ones.
 *
 * Source: pytorch-ood, `mahalanobis.py` without input perturbation; Lee et al. 2018. `paper`:
 * classes without training rows take no part. `pytorch-ood`: a gap in the labels is an error.
 */
export const mdsRidge = defineDetector<VariantOptions>({
  id: 'mds-ridge',
  name: 'MDS[ridge]',
  source: 'pytorch-ood; Lee et al. 2018',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'never blind',
  variants: ['paper', 'pytorch-ood'],
  defaults: { variant: 'paper' },
  fit({ head, train }, { variant }) {
    if (variant === 'pytorch-ood') refuseGaps('mds-ridge', train.labels);
    const model = ridgeModel(train.features, train.labels, head.bias.length);
    return {
      parameters: ridgeParameters(model),
      score: ({ features }) => nearestSquaredDistances(model, features).map((value) => value / 2),
      germ(tail) {
        const nearest = nearestSquaredDistanceGerm(model, penultimateGerms(tail));
        return nearest ? scaleGerm(quadraticGerm(nearest), 0.5) : constantGerm(Number.NaN);
      },
    };
  },
});
