import { RandomNumbers } from '../data/randomNumbers.js';
import { type Batch, batchOf, rowOf } from '../detectors/batch.js';
import type { Guard } from '../uncertainty/guarded.js';
import { softmax } from '../uncertainty/softmax.js';
import type { FittedGuardDetector } from './fitGuardDetector.js';
import { inputAt } from './guardEffect.js';

/** What a detector does beside a guard, seen in float64. */
export interface DetectorEffect {
  /** The share of the data that it flags. */
  readonly flaggedData: number;
  /** At random inputs of a given excess. */
  readonly far: readonly {
    readonly excess: number;
    readonly inputs: number;
    readonly flagged: number;
    /** The highest original confidence of those that are not flagged; null where all are. */
    readonly largestPassed: number | null;
  }[];
}

/** Random inputs per distance. */
const INPUTS = 200;

/** Measures a detector on the data and at random inputs beyond them. The same for the same seed. */
export function detectorEffect(
  fitted: FittedGuardDetector,
  {
    guard,
    data,
    seed,
    distances,
  }: {
    readonly guard: Guard;
    readonly data: Batch;
    readonly seed: number;
    readonly distances: readonly number[];
  },
): DetectorEffect {
  const { classifier, scorer, detector } = fitted;
  const observed = (inputs: Batch) => {
    const observations = classifier.observe(inputs);
    // What is no number is flagged, as in the file.
    const passes = Array.from(scorer.score(observations), (value) => value < detector.threshold);
    return { passes, logits: observations.logits };
  };
  const shareOf = (passes: readonly boolean[]) =>
    passes.filter((pass) => !pass).length / passes.length;
  const random = new RandomNumbers(seed, 'guard', 'detector');
  return {
    flaggedData: shareOf(observed(data).passes),
    far: distances.map((excess) => {
      const inputs = Array.from({ length: INPUTS }, () => inputAt(guard, data, excess, random));
      const { passes, logits } = observed(batchOf('inputs', inputs));
      const passed = passes.flatMap((pass, k) =>
        pass ? [Math.max(...softmax(rowOf(logits, k)))] : [],
      );
      return {
        excess,
        inputs: INPUTS,
        flagged: shareOf(passes),
        largestPassed: passed.length === 0 ? null : Math.max(...passed),
      };
    }),
  };
}
