import type { Rational } from '../../exact/rational.js';
import type { RayAnalysis } from '../rayAnalysis.js';

/**
 * Whether p is component-wise strictly monotonic (paper A, Def. 6) on a partially unbounded
 * D-interval that contains the ray from some t on. True is proven; false means not proven.
 *
 * Near the far end of a tail that is no boundary the network is affine with Jacobian V, on a box
 * around the ray that is unbounded along a coordinate ray: units with a positive slope germ stay
 * on, the others keep their sign under small shifts. There
 *
 *   ∂p_c/∂x_d = p_c Σ_c' p_c' (V_cd − V_c'd),
 *
 * whose sign is settled if all differences V_cd − V_c'd have one sign and one is not 0. All
 * p_c' > 0, so that is enough; it is not necessary for three classes or more, where probabilities
 * weigh differences of both signs against each other: those cases stay undecided.
 */
export function isMonotoneOnTail(subject: RayAnalysis): boolean {
  if (subject.tail.boundary) return false;
  return hasMonotoneColumns(subject.tail.jacobian);
}

/** Whether every column of V takes exactly two values, so that every class is one of its extremes. */
export function hasMonotoneColumns(jacobian: readonly (readonly Rational[])[]): boolean {
  const inputs = jacobian[0].length;
  for (let d = 0; d < inputs; d++) {
    const column = jacobian.map((row) => row[d]);
    const largest = column.reduce((best, value) => (value.compare(best) > 0 ? value : best));
    const smallest = column.reduce((best, value) => (value.compare(best) < 0 ? value : best));
    if (largest.compare(smallest) === 0) return false;
    const extreme = column.every(
      (value) => value.compare(largest) === 0 || value.compare(smallest) === 0,
    );
    if (!extreme) return false;
  }
  return true;
}

/** Whether all rows V_c, c in T, are equal: exactly when every ∇p_c vanishes along the tail. */
export function topRowsEqual(subject: RayAnalysis): boolean {
  const { jacobian, top } = subject.tail;
  const first = jacobian[top[0]];
  return top.every((c) => jacobian[c].every((value, d) => value.compare(first[d]) === 0));
}

/** V_c − V_c' as fractions, for explanations. */
export function rowDifference(subject: RayAnalysis, c: number, other: number): Rational[] {
  const { jacobian } = subject.tail;
  return jacobian[c].map((value, d) => value.subtract(jacobian[other][d]));
}
