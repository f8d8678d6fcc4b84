import { rowOf } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { restingGerm } from '../infinity/atRest.js';
import { farDirection } from '../infinity/farDirection.js';
import { innerProduct, isConstant } from '../infinity/germVector.js';
import { linearGerm } from '../infinity/noveltyGerm.js';
import { RootSum } from '../infinity/rootSum.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { kthSquaredDistances } from '../nearestNeighbours.js';
import type { Observations } from '../observations.js';
import { wholeOption } from '../options.js';
import { dot } from '../vectors.js';

/** The options of `nearestNeighbour`. */
export interface NearestNeighbourOptions extends VariantOptions {
  readonly k: number;
}

/**
 * Nearest neighbours of features as they are: the Euclidean distance to the k-th nearest training
 * feature. Not normalised, unlike KNN.
 *
 * At infinity the slope is ‖Δ‖, from `f⁰·e` less the k-th largest `F_i·e`, e = Δ/‖Δ‖: never blind.
 *
 * Source: pytorch-ood, `knn.py`, with one neighbour; k is at most the number of training rows.
 */
export const nearestNeighbour = defineDetector<NearestNeighbourOptions>({
  id: 'nearest-neighbour',
  name: 'KNN[nearest]',
  source: 'pytorch-ood',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'never blind',
  variants: ['pytorch-ood'],
  defaults: { variant: 'pytorch-ood', k: 1 },
  check: ({ k }) => wholeOption('k', k, 1),
  fit({ train }, { k }) {
    const reference = train.features;
    const neighbours = Math.min(k, reference.rows);
    const score = ({ features }: Observations) =>
      kthSquaredDistances(features, reference, neighbours, Infinity).map(Math.sqrt);
    return {
      parameters: { k: neighbours, trainingRows: reference.rows },
      score,
      germ(tail) {
        const x = penultimateGerms(tail);
        if (isConstant(x)) return restingGerm(score, tail);
        const { unit, along } = farDirection(x);
        const reached = Float64Array.from({ length: reference.rows }, (_, i) =>
          dot(rowOf(reference, i), unit),
        ).sort();
        return linearGerm(
          RootSum.root(innerProduct(x.slope, x.slope)),
          along - reached[reached.length - neighbours],
          { kind: 'algebraic', power: 1 },
        );
      },
    };
  },
});
