import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { addIntervals, negateInterval } from '../infinity/interval.js';
import { constantGerm, enclosedCoefficient, type NoveltyGerm } from '../infinity/noveltyGerm.js';
import { subtractQuadratics } from '../infinity/quadraticGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import {
  type DistanceTail,
  distanceError,
  distanceTail,
  isStill,
  mahalanobisModel,
  mahalanobisParameters,
  nearestDistanceTail,
  nearestSquaredDistances,
} from '../mahalanobis.js';
import { featureErrors } from '../observations.js';
import { whitenedLengthError } from '../whitenedLength.js';
import { precisionOf, whiten, whiteningOf } from '../whitening.js';

/**
 * Relative Mahalanobis distance: novelty `min_c M_c(f) − M_0(f)`, M_0 the distance under one
 * Gaussian for all training rows.
 *
 * At infinity it grows like t²·Δᵀ(P_W − P_T)Δ. The gap is positive semidefinite of rank at most
 * C − 1 where both covariances have full rank: blind in every direction it misses, which is not
 * known within the rounding of the two fits.
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
    const { features } = data.train;
    const errors = featureErrors(data.train);
    const whole = whiteningOf(features, model.center, () => model.center, errors);
    // One class is all rows: both distances are one and the same.
    const alike = model.counts.filter((count) => count > 0).length === 1;
    return {
      get parameters() {
        return {
          ...mahalanobisParameters(model),
          wholeMean: Array.from(model.center),
          wholePrecision: precisionOf(whole),
        };
      },
      score({ features }) {
        const out = nearestSquaredDistances(model, features);
        const white = whiten(whole, features);
        for (let i = 0; i < out.length; i++) {
          let sum = 0;
          for (let r = 0; r < white.columns; r++) sum += white.values[i * white.columns + r] ** 2;
          out[i] -= sum;
        }
        return out;
      },
      notes: [
        ...model.notes,
        ...(alike ? ['all training rows are of one class: the novelty is 0 everywhere'] : []),
      ],
      error(observations) {
        const own = Math.hypot(...featureErrors(observations));
        const wholeError = own + model.meanError;
        return (
          distanceError(model, observations) +
          whitenedLengthError(whole, observations.features, [model.center], wholeError)
        );
      },
      germ(tail) {
        const x = penultimateGerms(tail);
        const nearest = nearestDistanceTail(model, x);
        if (!nearest) return constantGerm(Number.NaN, 'a class has no training rows');
        return alike ? constantGerm(0) : gapGerm(nearest, distanceTail(whole, x, model.meanError));
      },
    };
  },
});

/** The expansion of the difference of two squared distances. */
function gapGerm(nearest: DistanceTail, whole: DistanceTail): NoveltyGerm {
  const [start, linear, square] = subtractQuadratics(nearest.stored, whole.stored).map((value) =>
    value.toNumber(),
  ) as [number, number, number];
  const constant = addIntervals(nearest.constant, negateInterval(whole.constant));
  const approach = { kind: 'constant' } as const;
  if (isStill(nearest) && isStill(whole)) {
    return { terms: [], constant: start, constantBounds: constant, approach };
  }
  const gap = addIntervals(nearest.quadratic, negateInterval(whole.quadratic));
  const anything = { lower: -Infinity, upper: Infinity };
  return {
    terms: [
      { power: 2, coefficient: enclosedCoefficient(square, gap) },
      { power: 1, coefficient: enclosedCoefficient(linear, anything) },
    ],
    constant: start,
    constantBounds: constant,
    approach,
  };
}
