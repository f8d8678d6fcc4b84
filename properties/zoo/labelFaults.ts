import { rowOf } from '../../src/detectors/batch.js';
import { classMeans } from '../../src/detectors/classMeans.js';
import { type FaultyDetector, faultyDetector } from './faulty.js';

/** Labels that have left their rows. */
export const LABEL_FAULTS: readonly FaultyDetector[] = [
  misaligned('labels-shifted', 'labels belong to the row before', 'roll by one', (labels) =>
    labels.map((_, i) => labels.at(i - 1)!),
  ),
  misaligned(
    'labels-shuffled',
    'rows and labels are shuffled apart',
    'two loaders that shuffle, with one seed each',
    (labels) => labels.map((_, i) => labels[(i * 7 + 3) % labels.length]),
  ),
];

function misaligned(
  name: string,
  fault: string,
  seenIn: string,
  move: (labels: Int32Array) => Int32Array,
): FaultyDetector {
  return faultyDetector(name, { fault, seenIn, law: 'labels-follow-rows' }, ({ train, head }) => {
    const { means, counts } = classMeans(train.features, move(train.labels), head.bias.length);
    const there = Array.from(counts.keys()).filter((c) => counts[c] > 0);
    return ({ features }) =>
      Float64Array.from({ length: features.rows }, (_, i) =>
        Math.min(
          ...there.map((c) =>
            Math.hypot(...rowOf(features, i).map((value, j) => value - rowOf(means, c)[j])),
          ),
        ),
      );
  });
}
