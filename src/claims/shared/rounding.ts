import { Rational } from '../../exact/rational.js';
import { EnsembleAnalysis, type RayAnalysis } from '../rayAnalysis.js';

/** The rays of a subject: one, or one for each member. */
export function raysOf(subject: RayAnalysis | EnsembleAnalysis): readonly RayAnalysis[] {
  return subject instanceof EnsembleAnalysis ? subject.members : [subject];
}

/** The class of T with the largest intercept: the most probable far out (the first, if tied). */
export function leader({ tail: { top, intercept } }: RayAnalysis): number {
  return top.reduce((best, c) => (intercept[c].compare(intercept[best]) > 0 ? c : best));
}

/**
 * The logits at t less that of the leading class, each the double nearest to the exact difference.
 *
 * @param t - at or beyond `from`
 */
export function relativeLogits(subject: RayAnalysis, t: number): Float64Array {
  const { intercept, slope } = subject.tail;
  const k = leader(subject);
  const time = Rational.of(t);
  return Float64Array.from(intercept, (a, c) =>
    a.subtract(intercept[k]).add(slope[c].subtract(slope[k]).multiply(time)).toNumber(),
  );
}

/** Whether rounding by so many nats leaves something to confirm. */
export function isTelling(rounding: number): boolean {
  return rounding < 1e-3;
}
