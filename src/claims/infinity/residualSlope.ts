import type { Scorer } from '../../detectors/detector.js';
import { exactDot, innerProduct } from '../../detectors/infinity/germVector.js';
import type { Rational } from '../../exact/rational.js';

/** ‖RᵀΔ‖ from a recorded projection, and where it may be for its rounding. */
export interface ResidualSlope {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** ‖RᵀΔ‖ by the recorded form RRᵀ, which is a rounded product of the stored basis. */
export function residualSlope({ parameters }: Scorer, slope: readonly Rational[]): ResidualSlope {
  const form = parameters.residualForm as readonly (readonly number[])[];
  const image = form.map((row) => exactDot(row, slope));
  const squared = innerProduct(image, slope).toNumber();
  const delta = slope.map((b) => Math.abs(b.toNumber()));
  const size = form.reduce(
    (sum, row, i) =>
      sum + row.reduce((s, value, j) => s + Math.abs(value) * delta[i] * delta[j], 0),
    0,
  );
  const rounding = 1e-14 * size;
  const root = (value: number) => Math.sqrt(Math.max(0, value));
  return { value: root(squared), lower: root(squared - rounding), upper: root(squared + rounding) };
}
