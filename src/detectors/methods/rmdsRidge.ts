import { meanRow } from '../classMeans.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { addIntervals, negateInterval } from '../infinity/interval.js';
import { constantGerm, enclosedCoefficient, type NoveltyGerm } from '../infinity/noveltyGerm.js';
import { subtractQuadratics } from '../infinity/quadraticGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { nearestSquaredDistances } from '../mahalanobis.js';
import { featureErrors } from '../observations.js';
import {
  nearestRidgeTail,
  type RidgeTail,
  refuseGaps,
  ridgeForm,
  ridgeModel,
  ridgeParameters,
  ridgeTail,
} from '../ridgeMahalanobis.js';
import { precisionOf, whiten } from '../whitening.js';

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
    const errors = featureErrors(train);
    const model = ridgeModel(train.features, train.labels, head.bias.length, errors);
    const center = meanRow(train.features);
    const whole = ridgeForm(train.features, center, () => center, 1, errors);
    return {
      notes: model.notes,
      get parameters() {
        return {
          ...ridgeParameters(model),
          wholeMean: Array.from(center),
          wholePrecision: precisionOf(whole),
        };
      },
      score({ features }) {
        const white = whiten(whole, features);
        return nearestSquaredDistances(model, features).map((nearest, i) => {
          let sum = 0;
          for (let r = 0; r < white.columns; r++) sum += white.values[i * white.columns + r] ** 2;
          return nearest - sum;
        });
      },
      germ(tail) {
        const x = penultimateGerms(tail);
        return gapGerm(nearestRidgeTail(model, x), ridgeTail(whole, x));
      },
    };
  },
});

function gapGerm(nearest: RidgeTail, whole: RidgeTail): NoveltyGerm {
  const [constant, linear, square] = subtractQuadratics(nearest.stored, whole.stored).map((value) =>
    value.toNumber(),
  );
  if (nearest.still) return constantGerm(constant);
  const gap = addIntervals(nearest.quadratic, negateInterval(whole.quadratic));
  const anything = { lower: -Infinity, upper: Infinity };
  return {
    terms: [
      { power: 2, coefficient: enclosedCoefficient(square, gap) },
      { power: 1, coefficient: enclosedCoefficient(linear, anything) },
    ],
    constant: constant,
    constantBounds: anything,
    approach: { kind: 'constant' },
  };
}
