import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { constantGerm, enclosedCoefficient, type NoveltyGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import {
  type DistanceTail,
  distanceError,
  isStill,
  mahalanobisModel,
  mahalanobisParameters,
  nearestDistanceTail,
  nearestSquaredDistances,
} from '../mahalanobis.js';

/**
 * Mahalanobis distance: novelty `min_c (f − μ_c)ᵀ P (f − μ_c)`, P the pseudo-inverse of the pooled
 * within-class covariance (divisor n, no ridge, no factor ½).
 *
 * At infinity it grows like t²·ΔᵀPΔ: it flags iff that is positive. Units that did not move on the
 * training data are outside the pseudo-inverse, and directions through them alone are blind. Whether
 * it is positive is not known where rounding of the fit may have made it: see `whitenedLength`.
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
      get parameters() {
        return mahalanobisParameters(model);
      },
      score: ({ features }) => nearestSquaredDistances(model, features),
      notes: model.notes,
      error: (observations) => distanceError(model, observations),
      germ(tail) {
        const distance = nearestDistanceTail(model, penultimateGerms(tail));
        if (!distance) return constantGerm(Number.NaN, 'a class has no training rows');
        return squareGerm(distance);
      },
    };
  },
});

/** The expansion of a square: where its leading coefficient may be 0, it may also be constant. */
function squareGerm({ stored, quadratic, constant }: DistanceTail): NoveltyGerm {
  const [start, linear, square] = stored.map((value) => value.toNumber()) as [
    number,
    number,
    number,
  ];
  const approach = { kind: 'constant' } as const;
  if (isStill({ stored, quadratic, constant })) {
    return { terms: [], constant: start, constantBounds: constant, approach };
  }
  const leading = { power: 2, coefficient: enclosedCoefficient(square, quadratic) };
  if (!leading.coefficient.certain) {
    return { terms: [leading], constant: start, constantBounds: constant, approach };
  }
  const anything = { lower: -Infinity, upper: Infinity };
  const next = { power: 1, coefficient: enclosedCoefficient(linear, anything) };
  return { terms: [leading, next], constant: start, approach };
}
