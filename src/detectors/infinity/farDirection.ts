import { dot } from '../vectors.js';
import { type GermVector, toNumbers } from './germVector.js';

/** Where moving features go: f(t) = start + t·length·unit. Float64. */
export interface FarDirection {
  /** Δ/‖Δ‖, shape [D]. */
  readonly unit: Float64Array;
  /** ‖Δ‖ > 0. */
  readonly length: number;
  /** f⁰, shape [D]. */
  readonly start: Float64Array;
  /** f⁰·Δ/‖Δ‖: ‖f(t)‖ = length·t + along + O(1/t). */
  readonly along: number;
}

/** The direction of germs of which one moves. */
export function farDirection(x: GermVector): FarDirection {
  const slope = toNumbers(x.slope);
  const length = Math.hypot(...slope);
  const unit = slope.map((b) => b / length);
  const start = toNumbers(x.intercept);
  return { unit, length, start, along: dot(start, unit) };
}
