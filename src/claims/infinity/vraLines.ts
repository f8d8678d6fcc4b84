import type { Scorer } from '../../detectors/detector.js';
import type { GermVector } from '../../detectors/infinity/germVector.js';
import { Rational } from '../../exact/rational.js';

/** What VRA makes of rectified activations in the end: nothing moves. */
export function vraLines(
  { slope, intercept }: GermVector,
  parameters: Scorer['parameters'],
  shift: number,
): GermVector {
  const low = parameters.low as readonly number[];
  const high = parameters.high as readonly number[];
  return {
    slope: slope.map(() => Rational.zero),
    intercept: intercept.map((a, j) => {
      if (slope[j].sign > 0 || a.compare(Rational.of(high[j])) > 0) return Rational.of(high[j]);
      return a.compare(Rational.of(low[j])) < 0 ? Rational.zero : a.add(Rational.of(shift));
    }),
  };
}
