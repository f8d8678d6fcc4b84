import { checkArguments } from '../errors/checkArguments.js';
import { between } from '../errors/kinds.js';
import { Rational } from '../exact/rational.js';
import { upperBound } from './certifiedVector.js';
import type { ExactTail } from './exactTail.js';
import { exactTailKind } from './tailKinds.js';

/**
 * The danger scale t_ε: from there on the network is 1 − ε certain of its top class for ever.
 *
 *   t_ε = max(from, (ln((C − 1)(1 − ε)/ε) + max_{c≠k}(a_c − a_k)) / γ)
 *
 * guarantees p_k ≥ 1 − ε for every t ≥ t_ε. It is sufficient, and exact to the extent that one
 * rival dominates; the network may be as certain earlier.
 *
 * Arithmetic: exact but for the logarithms, whose rounding is added, so that it cannot make the
 * scale too small.
 *
 * @param tail - saturating
 * @param epsilon - in (0, 1), for instance 0.01 for 99 % certainty
 * @returns multiples of the direction; null if the tail does not saturate
 * @throws InputError `out_of_range` if epsilon is not in (0, 1)
 *
 * Source: claim `danger-scale` (F2).
 *
 * @example
 * ```ts
 * // f(x) = (x, 0): p_0 = σ(t), at least 0.99 from ln 99 = 4.595… on
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * dangerScale(exactTail(network, [0], [1]), 0.01);
 * ```
 */
export function dangerScale(tail: ExactTail, epsilon: number): number | null {
  checkArguments('dangerScale', {
    tail: [tail, exactTailKind],
    epsilon: [epsilon, between(0, 1, 'pass 0.01 for 99 % certainty')],
  });
  if (tail.regime !== 'saturating') return null;
  const from = roundedUp(tail.from);
  const k = tail.top[0];
  const classes = tail.slope.length;
  if (classes === 1) return from;
  const lead = tail.intercept
    .filter((_, c) => c !== k)
    .reduce((best, intercept) => (intercept.compare(best) > 0 ? intercept : best))
    .subtract(tail.intercept[k]);
  const scale = Rational.of(logOddsAbove(classes, epsilon)).add(lead).divide(tail.gap!);
  return Math.max(from, roundedUp(scale));
}

/** What a danger scale needs of a tail, each at least or at most what the tail has, in float64. */
export interface TailBounds {
  /** No change of piece is later. */
  readonly from: number;
  /** Shape [C]: no a_c − a_k is larger; that of k itself counts for nothing. */
  readonly leads: ArrayLike<number>;
  /** k, the top class. */
  readonly top: number;
  /** γ is at least this. */
  readonly gap: number;
}

/**
 * The danger scale of all tails within bounds, rounded up.
 *
 * @returns Infinity where the gap may be 0
 */
export function dangerScaleWithin({ from, leads, top, gap }: TailBounds, epsilon: number): number {
  if (leads.length === 1) return from;
  let lead = -Infinity;
  for (let c = 0; c < leads.length; c++) if (c !== top) lead = Math.max(lead, leads[c]);
  const odds = logOddsAbove(leads.length, epsilon);
  const needed = upperBound(odds + lead, (Math.abs(odds) + Math.abs(lead)) * 2 ** -52);
  if (needed <= 0) return from;
  // A quotient may underflow.
  return gap > 0 ? Math.max(from, (needed / gap) * (1 + 2 ** -50) + Number.MIN_VALUE) : Infinity;
}

/**
 * ln((C − 1)(1 − ε)/ε), rounded up: a lead of the top class over each of C − 1 rivals that leaves
 * them ε together.
 *
 * @param classes - C, at least 2
 */
export function logOddsAbove(classes: number, epsilon: number): number {
  const logarithms = [Math.log(classes - 1), Math.log1p(-epsilon), -Math.log(epsilon)];
  // Only the logarithms and their sum are rounded: each to within an ulp of what it is made of.
  const size = logarithms.reduce((sum, logarithm) => sum + Math.abs(logarithm), 0);
  return logarithms[0] + logarithms[1] + logarithms[2] + size * 2 ** -50;
}

/** A double at or above a rational, at most two above; Infinity beyond the doubles. */
function roundedUp(value: Rational): number {
  const nearest = value.toNumber();
  if (nearest === -Infinity) return -Number.MAX_VALUE;
  if (nearest === Infinity || Rational.of(nearest).compare(value) >= 0) return nearest;
  // The product is the step up, except among subnormals, where it changes nothing, and below 0.
  return nearest + Math.abs(nearest) * 2 ** -52 + Number.MIN_VALUE;
}
