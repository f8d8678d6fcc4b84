import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import {
  constantGerm,
  enclosedCoefficient,
  type NoveltyGerm,
  signedCoefficient,
} from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { nearestSquaredDistances } from '../mahalanobis.js';
import { featureErrors } from '../observations.js';
import {
  nearestRidgeTail,
  type RidgeTail,
  refuseGaps,
  ridgeModel,
  ridgeParameters,
} from '../ridgeMahalanobis.js';

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
    const model = ridgeModel(train.features, train.labels, head.bias.length, featureErrors(train));
    return {
      notes: model.notes,
      get parameters() {
        return ridgeParameters(model);
      },
      score: ({ features }) => nearestSquaredDistances(model, features).map((value) => value / 2),
      germ: (tail) => halfDistanceGerm(nearestRidgeTail(model, penultimateGerms(tail))),
    };
  },
});

/** The expansion of half a squared distance: the coefficient of t² is positive unless no unit moves. */
export function halfDistanceGerm({ stored, still, quadratic }: RidgeTail): NoveltyGerm {
  const [constant, linear, square] = stored.map((value) => value.toNumber() / 2);
  if (still) return constantGerm(constant);
  const anything = { lower: -Infinity, upper: Infinity };
  return {
    terms: [
      { power: 2, coefficient: signedCoefficient(1, square, quadratic.upper / 2 - square) },
      { power: 1, coefficient: enclosedCoefficient(linear, anything) },
    ],
    constant: constant,
    approach: { kind: 'constant' },
  };
}
