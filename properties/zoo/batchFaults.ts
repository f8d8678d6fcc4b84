import { rowOf } from '../../src/detectors/batch.js';
import { ebo } from '../../src/detectors/methods/ebo.js';
import { knn } from '../../src/detectors/methods/knn.js';
import { msp } from '../../src/detectors/methods/msp.js';
import { sheEuclidean } from '../../src/detectors/methods/she.js';
import { probabilities } from '../../src/detectors/probabilities.js';
import { type FaultyDetector, faultyDetector } from './faulty.js';

/** Scores that depend on the batch, or get lost in it. */
export const BATCH_FAULTS: readonly FaultyDetector[] = [
  faultyDetector(
    'softmax-over-the-batch',
    {
      fault: 'the softmax is normalised over all entries of the batch',
      seenIn: "the CEA authors' Gram and OpenMax",
      law: 'batch-equals-single',
    },
    () =>
      ({ logits }) => {
        const entries = { rows: 1, columns: logits.values.length, values: logits.values };
        const { values } = probabilities(entries);
        return Float64Array.from(
          { length: logits.rows },
          (_, i) => -Math.max(...rowOf({ ...logits, values }, i)),
        );
      },
  ),
  faultyDetector(
    'batch-normalised-scores',
    {
      fault: 'scores are scaled to [0, 1] by the minimum and maximum of the batch',
      seenIn: 'evaluation scripts that draw histograms',
      law: 'batch-equals-single',
    },
    (data) => {
      const scorer = sheEuclidean.fit(data);
      return (observations) => {
        const scores = scorer.score(observations);
        const least = Math.min(...scores);
        const spread = Math.max(...scores) - least;
        return scores.map((score) => (spread > 0 ? (score - least) / spread : 0));
      };
    },
  ),
  faultyDetector(
    'minimum-over-the-batch',
    {
      fault: 'the minimum runs over the rows of the batch instead of the classes (wrong axis)',
      seenIn: 'a missing or wrong dim argument',
      law: 'batch-equals-single',
    },
    (data) => {
      const scorer = ebo.fit(data);
      return (observations) => {
        const scores = scorer.score(observations);
        return scores.fill(Math.min(...scores));
      };
    },
  ),
  faultyDetector(
    'partial-batch-dropped',
    {
      fault: 'rows are scored in batches of 16 and the last partial batch is dropped',
      seenIn: 'data loaders with drop_last=True',
      law: 'shape',
    },
    (data) => {
      const scorer = sheEuclidean.fit(data);
      return (observations) => {
        const scores = scorer.score(observations);
        return scores.length <= 16 ? scores : scores.slice(0, 16 * Math.floor(scores.length / 16));
      };
    },
  ),
  faultyDetector(
    'sorted-scores',
    {
      fault: 'scores come back sorted',
      seenIn: 'a sort for a threshold, done in place',
      law: 'permuted-batch',
    },
    (data) => {
      const scorer = knn.fit(data);
      return (observations) => scorer.score(observations).sort();
    },
  ),
  faultyDetector(
    'squeezed-batch-of-one',
    {
      fault: 'a result of shape [1, 1] is squeezed to a scalar',
      seenIn: 'squeeze() without a dimension',
      law: 'batch-of-one',
    },
    (data) => {
      const scorer = msp.fit(data);
      return (observations) => {
        const scores = scorer.score(observations);
        return scores.length === 1 ? (scores[0] as unknown as number[]) : scores;
      };
    },
  ),
  faultyDetector(
    'standardised-batch',
    {
      fault: 'scores are standardised by the mean and deviation of the batch, 0/0 for one row',
      seenIn: 'score fusion',
      law: 'batch-of-one',
    },
    (data) => {
      const scorer = knn.fit(data);
      return (observations) => {
        const scores = scorer.score(observations);
        const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
        const square = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
        return scores.map((score) => (score - mean) / Math.sqrt(square / scores.length));
      };
    },
  ),
];
