import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { hiddenBatches, hiddenGerms } from '../hiddenLayers.js';
import { addGerms } from '../infinity/noveltyGerm.js';
import { nearestSquaredDistances } from '../mahalanobis.js';
import { hiddenErrors } from '../observations.js';
import { nearestRidgeTail, refuseGaps, ridgeModel, ridgeParameters } from '../ridgeMahalanobis.js';
import { halfDistanceGerm } from './mdsRidge.js';

/**
 * Mahalanobis distances of every hidden layer, with a ridge: the sum of `mdsRidge` over the layers.
 *
 * At infinity it grows like t² times a sum of positive definite forms: never blind where a hidden
 * unit moves, as one does where the network becomes certain.
 *
 * Source: pytorch-ood, `mmahalanobis.py` with weights 1; Lee et al. 2018. `paper`: classes without
 * training rows take no part. `pytorch-ood`: a gap in the labels is an error.
 */
export const multiMds = defineDetector<VariantOptions>({
  id: 'multi-mds',
  name: 'MultiMDS',
  source: 'pytorch-ood; Lee et al. 2018',
  reads: 'features',
  readsHidden: true,
  family: 'after 2022',
  whenCertain: 'never blind',
  variants: ['paper', 'pytorch-ood'],
  defaults: { variant: 'paper' },
  fit({ head, train }, { variant }) {
    if (variant === 'pytorch-ood') refuseGaps('multi-mds', train.labels);
    const errors = hiddenErrors(train);
    const models = hiddenBatches('multi-mds', train).map((layer, l) =>
      ridgeModel(layer, train.labels, head.bias.length, errors[l]),
    );
    return {
      notes: models[0]?.notes ?? [],
      get parameters() {
        const found = models.map(ridgeParameters);
        return {
          classMeans: found.flatMap(({ classMeans }) => classMeans),
          precision: found.flatMap(({ precision }) => precision),
        };
      },
      score(observations) {
        const out = new Float64Array(observations.features.rows);
        hiddenBatches('multi-mds', observations).forEach((layer, l) => {
          nearestSquaredDistances(models[l], layer).forEach((value, i) => {
            out[i] += value / 2;
          });
        });
        return out;
      },
      germ: (tail) =>
        hiddenGerms('multi-mds', tail)
          .map((layer, l) => halfDistanceGerm(nearestRidgeTail(models[l], layer)))
          .reduce(addGerms),
    };
  },
});
