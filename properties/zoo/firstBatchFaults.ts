import { mds } from '../../src/detectors/methods/mds.js';
import { type FaultyDetector, faultyDetector } from './faulty.js';

type Statistics = { readonly mean: number; readonly deviation: number };

function statisticsOf(scores: Float64Array): Statistics {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const square = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length;
  return { mean, deviation: Math.sqrt(square) };
}

/** Scores normalised by the first batch that is scored. Made anew for each use of the zoo. */
export function firstBatchFaults(): readonly FaultyDetector[] {
  let ever: Statistics | null = null;
  return [
    faultyDetector(
      'normalised-by-the-first-batch',
      {
        fault: 'scores are normalised by mean and deviation of the first batch after a fit',
        seenIn: 'score normalisers that calibrate themselves on first use',
        law: 'first-batch',
      },
      (data) => {
        const scorer = mds.fit(data);
        let first: Statistics | null = null;
        return (observations) => {
          const scores = scorer.score(observations);
          first ??= statisticsOf(scores);
          const { mean, deviation } = first;
          return scores.map((score) => (score - mean) / (deviation || 1));
        };
      },
    ),
    faultyDetector(
      'normalised-by-the-first-batch-ever',
      {
        fault: 'scores are normalised by mean and deviation of the first batch ever scored',
        seenIn: 'the same, kept across fits',
        // The first batch ever is one row, whose deviation is 0.
        law: 'finite-scores',
      },
      (data) => {
        const scorer = mds.fit(data);
        return (observations) => {
          const scores = scorer.score(observations);
          ever ??= statisticsOf(scores);
          const { mean, deviation } = ever;
          return scores.map((score) => (score - mean) / deviation);
        };
      },
    ),
  ];
}
