import { argmaxRows, type Batch, rowOf } from '../../src/detectors/batch.js';
import { classMeans } from '../../src/detectors/classMeans.js';
import { energies } from '../../src/detectors/energy.js';
import { GRAM_POWERS } from '../../src/detectors/gramFeatures.js';
import { applyHead } from '../../src/detectors/linearHead.js';
import { gram } from '../../src/detectors/methods/gram.js';
import { kthSquaredDistances } from '../../src/detectors/nearestNeighbours.js';
import { probabilities } from '../../src/detectors/probabilities.js';
import { type FaultyDetector, faultyDetector } from './faulty.js';

/** Scores that overflow, divide by 0 or take the logarithm of 0. */
export const NUMERIC_FAULTS: readonly FaultyDetector[] = [
  faultyDetector(
    'entropy-nan-at-zero',
    {
      fault: 'p·log p is computed at p = 0',
      seenIn: 'entropy written as -(p * p.log()).sum()',
      law: 'huge-logits',
    },
    () =>
      ({ logits }) => {
        const p = probabilities(logits);
        return Float64Array.from({ length: p.rows }, (_, i) =>
          rowOf(p, i).reduce((sum, share) => sum - share * Math.log(share), 0),
        );
      },
  ),
  faultyDetector(
    'unshifted-exp',
    {
      fault: 'log Σ exp z without subtracting the maximum',
      seenIn: "the CEA authors' OpenMax; hand-written energies",
      law: 'huge-logits',
    },
    () =>
      ({ logits }) =>
        Float64Array.from(
          { length: logits.rows },
          (_, i) => -Math.log(rowOf(logits, i).reduce((sum, z) => sum + Math.exp(z), 0)),
        ),
  ),
  faultyDetector(
    'kl-zero-log-zero',
    {
      fault: 'KL divergence with 0·log(0/q) and p·log(p/0)',
      seenIn: 'KL matching without the convention 0·log 0 = 0',
      law: 'huge-logits',
    },
    ({ validation }) => {
      const { logits } = validation;
      const { means } = classMeans(probabilities(logits), argmaxRows(logits), logits.columns);
      return (observations) => {
        const p = probabilities(observations.logits);
        return Float64Array.from({ length: p.rows }, (_, i) => {
          const divergences = Array.from({ length: means.rows }, (_unused, c) =>
            rowOf(p, i).reduce(
              (sum, share, k) => sum + share * Math.log(share / rowOf(means, c)[k]),
              0,
            ),
          );
          return Math.min(...divergences);
        });
      };
    },
  ),
  faultyDetector(
    'knn-adds-after-dividing',
    {
      fault: 'the constant that guards the norm is added after the division',
      seenIn: "OpenOOD's and the CEA authors' KNN normaliser",
      law: 'zero-features',
    },
    ({ train }) => {
      const normalise = (batch: Batch): Batch => {
        const values = batch.values.slice();
        for (let i = 0; i < batch.rows; i++) {
          const row = values.subarray(i * batch.columns, (i + 1) * batch.columns);
          const norm = Math.hypot(...row);
          for (let j = 0; j < row.length; j++) row[j] = row[j] / norm + 1e-10;
        }
        return { ...batch, values };
      };
      const reference = normalise(train.features);
      return ({ features }) => kthSquaredDistances(normalise(features), reference, 5, Number.NaN);
    },
  ),
  faultyDetector(
    'gram-in-float32',
    {
      fault: 'powers of features are taken in float32, where order 5 overflows from about 7e3 on',
      seenIn: "Gram detectors run in a network's own precision",
      law: 'large-inputs',
    },
    (data) => {
      const scorer = gram.fit(data);
      return (observations) => {
        const scores = scorer.score(observations);
        const { features } = observations;
        return scores.map((score, i) => {
          const power = GRAM_POWERS.at(-1)!;
          const sum = rowOf(features, i).reduce(
            (s, f) => Math.fround(s + Math.fround(f ** power)),
            0,
          );
          return score + 0 * Math.fround(sum * sum);
        });
      };
    },
  ),
  faultyDetector(
    'log-margin',
    {
      fault: 'the logarithm of the margin between the two largest probabilities, −∞ on ties',
      seenIn: 'margin scores in logarithms',
      law: 'finite-scores',
    },
    () =>
      ({ logits }) => {
        const p = probabilities(logits);
        return Float64Array.from({ length: p.rows }, (_, i) => {
          const sorted = rowOf(p, i).slice().sort();
          return -Math.log(sorted.at(-1)! - sorted.at(-2)!);
        });
      },
  ),
  faultyDetector(
    'neighbour-out-of-range',
    {
      fault: 'the fifth neighbour is read from a list of fewer',
      seenIn: 'KNN on few training rows',
      law: 'few-rows',
    },
    ({ train }) =>
      ({ features }) =>
        Float64Array.from({ length: features.rows }, (_, i) => {
          const distances = Float64Array.from({ length: train.features.rows }, (_unused, r) =>
            Math.hypot(...rowOf(features, i).map((f, j) => f - rowOf(train.features, r)[j])),
          ).sort();
          return distances[4] ?? Number.NaN;
        }),
  ),
  faultyDetector(
    'ash-keeps-none',
    {
      fault: 'k = D − round(0.9·D) is 0 in a layer of four features, so every score is the same',
      seenIn: 'ASH as published, on narrow layers',
      law: 'varied-scores',
    },
    ({ head }) =>
      ({ features }) => {
        const kept = features.columns - Math.round(0.9 * features.columns);
        const values = features.values.slice();
        for (let i = 0; i < features.rows; i++) {
          const row = values.subarray(i * features.columns, (i + 1) * features.columns);
          const sum = row.reduce((total, value) => total + value, 0);
          const order = Array.from(row.keys()).sort((a, b) => row[b] - row[a]);
          row.fill(0);
          for (const j of order.slice(0, kept)) row[j] = sum / kept;
        }
        return energies(applyHead(head, { ...features, values }));
      },
  ),
];
