import { OUTSIDE, type Outcome, UNDECIDED } from '../outcome.js';
import type { EnsembleAnalysis, RayAnalysis } from '../rayAnalysis.js';
import { isMonotoneOnTail } from './monotone.js';
import { raysOf } from './rounding.js';

/** The hypotheses of paper A's Lemmas 4 to 9 and Theorem 1, in words. */
export const SCALED_AND_MONOTONE: readonly string[] = [
  'p (of every member) is component-wise strictly monotonic on a partially unbounded interval that contains the tail of the ray (decided by the signs of row differences of V; what that test cannot settle is left out)',
  'the ray scales one coordinate that is not 0',
];

/**
 * Why a subject does not meet the hypotheses of paper A's Lemmas 4 to 9 and Theorem 1, or null if
 * it does. Decided exactly; what the test for monotonicity cannot settle is undecided.
 */
export function outsideScaledAndMonotone(subject: RayAnalysis | EnsembleAnalysis): Outcome | null {
  const rays = raysOf(subject);
  if (!rays[0]!.scalesOneCoordinate) return OUTSIDE;
  return rays.every(isMonotoneOnTail) ? null : UNDECIDED;
}

/** Whether some member's tail lies on a boundary, where Jacobians are one-sided. */
export function onBoundary(subject: RayAnalysis | EnsembleAnalysis): boolean {
  return raysOf(subject).some(({ tail }) => tail.boundary);
}
