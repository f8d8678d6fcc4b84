import type { Rational } from '../../exact/rational.js';
import type { RayAnalysis } from '../rayAnalysis.js';
import { ExponentialSum } from './exponentialSum.js';

/** Logits a_c + b_c·t. */
export interface LogitLines {
  /** b, shape [C]. */
  readonly slope: readonly Rational[];
  /** a, shape [C]. */
  readonly intercept: readonly Rational[];
}

/** Which way a probability moves with an input on the tail. */
export interface Movement {
  /** The sign of ∂p_c/∂x_d on the ray for all large t; 0 if it is 0 there for ever. */
  readonly onRay: -1 | 0 | 1 | null;
  /** Whether that is its sign on a neighbourhood of the ray too; `onRay` alone speaks of the ray. */
  readonly nearRay: boolean;
}

/**
 * Which way p_c moves with an input, from the rate at which each logit moves with it.
 *
 * Σ_c' p_c'(V_cd − V_c'd) has, for all large t, the sign of the first group sum
 * Σ e^{a_c'}(V_cd − V_c'd) that is not 0, groups of equal slope b_c' in falling order. A group sum
 * is 0 iff its coefficients cancel for every distinct a_c' (Lindemann–Weierstrass, a rational), and
 * its sign is enclosed otherwise.
 *
 * Near the ray the a_c' change, those of equal rows of V alike. So the sign extends to a
 * neighbourhood if every group before the deciding one is 0 there identically, that is if
 * V_c'd = V_cd for all its classes.
 *
 * @param rates - V_cd for every class c, shape [C]
 */
export function movementOf(
  { slope, intercept }: LogitLines,
  rates: readonly Rational[],
  c: number,
): Movement {
  const order = [...slope.keys()].sort((x, y) => slope[y].compare(slope[x]));
  let nearRay = true;
  for (let first = 0; first < order.length; ) {
    let sum = ExponentialSum.zero;
    let still = true;
    const level = slope[order[first]];
    for (; first < order.length && slope[order[first]].compare(level) === 0; first++) {
      const other = order[first];
      const lead = rates[c].subtract(rates[other]);
      if (lead.sign !== 0) still = false;
      sum = sum.add(ExponentialSum.of(intercept[other], lead));
    }
    const { sign } = sum;
    if (sign !== 0) return { onRay: sign, nearRay: nearRay && sign !== null };
    nearRay &&= still;
  }
  return { onRay: 0, nearRay };
}

/**
 * Whether p is component-wise strictly monotonic (paper A, Def. 6) on a partially unbounded
 * D-interval that contains the ray from some t on.
 *
 * Near the far end of a tail that is no boundary the network is affine with Jacobian V, on a box
 * around the ray that is unbounded along a coordinate ray: units with a positive slope germ stay
 * on, the others keep their sign under small shifts. There p_c moves strictly with x_d iff
 * `movementOf` it is not 0.
 *
 * @returns `undecided` where the ray is a boundary, where monotonic on the ray does not settle the
 *   box around it, or where a sum of exponentials is too close to 0 to tell
 */
export function isMonotoneOnTail(subject: RayAnalysis): boolean | 'undecided' {
  const { tail, classes, inputs } = subject;
  if (tail.boundary) return 'undecided';
  let known = true;
  for (let d = 0; d < inputs; d++) {
    const rates = tail.jacobian.map((row) => row[d]);
    for (let c = 0; c < classes; c++) {
      const { onRay, nearRay } = movementOf(tail, rates, c);
      if (onRay === 0) return false;
      if (onRay === null || !nearRay) known = false;
    }
  }
  return known || 'undecided';
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

/** The sign of ∂p_c/∂x_d at one time of the tail; null where it is too close to 0 to tell. */
export function movementAt(
  { slope, intercept }: LogitLines,
  rates: readonly Rational[],
  c: number,
  t: Rational,
): -1 | 0 | 1 | null {
  return rates
    .map((rate, other) =>
      ExponentialSum.of(intercept[other].add(slope[other].multiply(t)), rates[c].subtract(rate)),
    )
    .reduce((sum, term) => sum.add(term)).sign;
}
