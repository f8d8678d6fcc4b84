import type { GermVector } from '../../detectors/infinity/germVector.js';
import type { Rational } from '../../exact/rational.js';

/** The nearest doubles of lines. */
export interface LineNumbers {
  readonly slope: readonly number[];
  readonly intercept: readonly number[];
}

/** Lines in plain numbers, for formulas that leave the rationals. */
export function numbersOf({ slope, intercept }: GermVector): LineNumbers {
  const numbers = (values: readonly Rational[]) => values.map((value) => value.toNumber());
  return { slope: numbers(slope), intercept: numbers(intercept) };
}

/** Σ x_i y_i. */
export function dotOf(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, value, i) => sum + value * y[i], 0);
}

/** x/‖x‖; x itself if it is 0. */
export function unitOf(x: readonly number[]): number[] {
  const size = Math.hypot(...x);
  return size > 0 ? x.map((value) => value / size) : [...x];
}
