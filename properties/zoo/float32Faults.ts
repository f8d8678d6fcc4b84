import { type Batch, rowOf } from '../../src/detectors/batch.js';
import { classMeans } from '../../src/detectors/classMeans.js';
import type { FittingData } from '../../src/detectors/fittingData.js';
import { type FaultyDetector, faultyDetector } from './faulty.js';

const f = Math.fround;

/** Digits that float32 loses where differences cancel. */
export const FLOAT32_FAULTS: readonly FaultyDetector[] = [
  faultyDetector(
    'distance-by-expansion',
    {
      fault: 'squared distances as ‖x‖² − 2x·μ + ‖μ‖² in float32',
      seenIn: 'matrix forms of nearest-mean and nearest-neighbour distances',
      law: 'smooth-scores',
      declares: { tolerance: 1e-4 },
    },
    byMeans,
  ),
  faultyDetector(
    'root-of-a-negative',
    {
      fault: 'the square root of such a squared distance, NaN where it comes out below 0',
      seenIn: 'cdist in its fast mode, followed by sqrt',
      law: 'far-from-the-origin',
      declares: { tolerance: 1e-4 },
    },
    ({ train }) => nearestExpanded(allRows(train.features), Math.sqrt),
  ),
];

function byMeans({ train, head }: FittingData) {
  const { means, counts } = classMeans(train.features, train.labels, head.bias.length);
  const there = allRows(means).filter((_, c) => counts[c] > 0);
  return nearestExpanded(there, (square) => Math.max(0, square));
}

function allRows(batch: Batch): Float64Array[] {
  return Array.from({ length: batch.rows }, (_, i) => rowOf(batch, i));
}

/** The distance to the nearest of some points, expanded and in float32. */
function nearestExpanded(points: readonly Float64Array[], finish: (square: number) => number) {
  const dot = (x: Float64Array, y: Float64Array) =>
    x.reduce((sum, value, j) => f(sum + f(f(value) * f(y[j]))), 0);
  return ({ features }: { features: Batch }) =>
    Float64Array.from({ length: features.rows }, (__, i) => {
      const x = rowOf(features, i);
      const squares = points.map((point) =>
        f(f(dot(x, x) - f(2 * dot(x, point))) + dot(point, point)),
      );
      return f(finish(Math.min(...squares)));
    });
}
