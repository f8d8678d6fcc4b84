import { rowOf } from '../../src/detectors/batch.js';
import { meanRow } from '../../src/detectors/classMeans.js';
import type { Scorer } from '../../src/detectors/detector.js';
import { dice } from '../../src/detectors/methods/dice.js';
import { knn } from '../../src/detectors/methods/knn.js';
import { mds } from '../../src/detectors/methods/mds.js';
import { type FaultyDetector, faultyDetector } from './faulty.js';

/** Detectors that remember, forget or roll dice. Made anew for each use of the zoo. */
export function stateFaults(): readonly FaultyDetector[] {
  let cachedMask: Scorer | null = null;
  const appended: Float64Array[] = [];
  let draw = 1;
  return [
    faultyDetector(
      'running-mean',
      {
        fault: 'scoring updates a running mean, as batch normalisation in training mode does',
        seenIn: 'models that are not switched to evaluation mode',
        law: 'scoring-keeps-state',
      },
      ({ train }) => {
        const mean = meanRow(train.features);
        return ({ features }) =>
          Float64Array.from({ length: features.rows }, (_, i) => {
            const row = rowOf(features, i);
            const distance = Math.hypot(...row.map((value, j) => value - mean[j]));
            row.forEach((value, j) => {
              mean[j] = 0.99 * mean[j] + 0.01 * value;
            });
            return distance;
          });
      },
    ),
    faultyDetector(
      'mask-cached-across-fits',
      {
        fault: 'the DICE mask of the first fit is kept for every later one',
        seenIn: 'masks computed lazily, once',
        law: 'fits-are-independent',
      },
      (data) => {
        cachedMask ??= dice.fit(data);
        const scorer = cachedMask;
        return (observations) => scorer.score(observations);
      },
    ),
    faultyDetector(
      'statistics-appended-across-fits',
      {
        fault: 'a second fit appends its training means to those of the first',
        seenIn: 'lists filled by hooks that are never cleared',
        law: 'deterministic',
      },
      ({ train }) => {
        appended.push(meanRow(train.features));
        const centers = appended.filter(({ length }) => length === train.features.columns);
        return ({ features }) =>
          Float64Array.from({ length: features.rows }, (_, i) =>
            centers.reduce(
              (sum, center) =>
                sum + Math.hypot(...rowOf(features, i).map((value, j) => value - center[j])),
              0,
            ),
          );
      },
    ),
    {
      fault: 'the input is perturbed in place, so the caller’s rows change',
      seenIn: 'ODIN with an in-place addition',
      law: 'inputs-are-kept',
      subject: {
        name: 'input-perturbed-in-place',
        fit: () => ({
          score: (rows) =>
            rows.map((row) => {
              const values = row as number[];
              values[0] = values[0] + 0.0014;
              return Math.hypot(...values);
            }),
        }),
      },
    },
    faultyDetector(
      'reused-buffer',
      {
        fault: 'one buffer is returned for every batch',
        seenIn: 'preallocated outputs',
        law: 'results-are-kept',
      },
      (data) => {
        const scorer = mds.fit(data);
        const buffer = new Float64Array(10_000);
        return (observations) => {
          const scores = scorer.score(observations);
          buffer.set(scores);
          return buffer.subarray(0, scores.length);
        };
      },
    ),
    faultyDetector(
      'unseeded-subset',
      {
        fault: 'neighbours are searched in a random subset drawn without a seed',
        seenIn: 'KNN with subsampled training features',
        law: 'deterministic',
      },
      (data) => {
        // Stands for Math.random: another subset at every fit, but the test itself is repeatable.
        draw = (draw * 5 + 1) % 64;
        const scorer = knn.fit(data, { k: 1 + (draw % 7) });
        return (observations) => scorer.score(observations);
      },
    ),
  ];
}
