import { InternalError } from '../errors/internalError.js';
import { Rational } from '../exact/rational.js';
import { evaluate } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { boxDangerScale, boxTail } from '../tail/boxTail.js';
import { directionSlopes } from '../tail/directionSlopes.js';
import { exactTail } from '../tail/exactTail.js';
import { predictiveEntropy } from '../uncertainty/entropy.js';
import { limitUncertainty, type TailEnd } from '../uncertainty/limits.js';
import { type EntropyAtPoint, entropyAt } from './entropyAt.js';

/** Multiples of the edge at which the entropy is measured. */
export const EDGE_SCALES = [1, 10, 1000] as const;

/** A ray from the middle of a picture through a point of its edge, followed to infinity. */
export interface EdgeRay {
  /** Decided exactly, and for every input: every member ends in one and the same class. */
  readonly certain: boolean;
  /** Decided exactly, and for every input: how many members' slopes are tied or flat. */
  readonly tied: number;
  /**
   * The limit of the predictive entropy, nats: of the members' votes (claim F4) where none is tied,
   * for every input; with tied members that from the middle.
   */
  readonly limit: number;
  /** The same entropy, evaluated at each of `EDGE_SCALES`. */
  readonly measured: readonly EntropyAtPoint[];
  /** Where theory and evaluation must agree; null if a member is tied. */
  readonly settled: SettledEntropy | null;
}

/** The entropy at a scale from which on it is proved to be near its limit. */
export interface SettledEntropy {
  /** Every member is 1 − ε certain from this multiple of the edge on; at least 1. */
  readonly scale: number;
  /** Evaluated there, nats. */
  readonly entropy: number;
  /** |entropy − limit| is at most this, nats. */
  readonly bound: number;
}

/** How much of their certainty members may lack where the entropy counts as settled. */
const EPSILON = 1e-9;

/**
 * Follows a ray through a point of the edge: what the theory decides, and what evaluation shows.
 *
 * Regimes and classes: exact, for every input. The scale: a certified bound. Entropies: float64.
 *
 * @param networks - the members, of D inputs
 * @param point - shape [D], standardised, not all zero; the ray is t·point
 *
 * Source: CLAIMS F2, F3, F4.
 */
export function edgeRay(networks: readonly Network[], point: readonly number[]): EdgeRay {
  const ends = networks.map((network) => directionSlopes(network, [point])[0]!);
  const tied = ends.filter(({ regime }) => regime !== 'saturating').length;
  const first = ends[0]!.top[0]!;
  const limits = limitUncertainty(
    ends.map(({ regime, top }, k): TailEnd => {
      const network = networks[k]!;
      const classes = network.outputSize;
      if (regime === 'unknown') throw new InternalError('a trained network has only doubles');
      // Only ties depend on the intercepts.
      const intercept =
        regime === 'saturating'
          ? Array.from({ length: classes }, () => Rational.zero)
          : exactTail(network, originOf(point), point).intercept;
      return { regime, top, intercept, classes };
    }),
  );
  const limit = limits.predictiveEntropy.value;
  return {
    certain: tied === 0 && ends.every(({ top }) => top[0] === first),
    tied,
    limit,
    measured: EDGE_SCALES.map((scale) => entropyAt(networks, scaled(point, scale))),
    settled: tied === 0 ? settledEntropy(networks, point) : null,
  };
}

function settledEntropy(networks: readonly Network[], point: readonly number[]): SettledEntropy {
  const origin = originOf(point);
  const box = { lower: origin, upper: origin };
  const scale = networks.reduce(
    (largest, network) => Math.max(largest, boxDangerScale(boxTail(network, box, point), EPSILON)!),
    1,
  );
  const far = scaled(point, scale);
  return {
    scale,
    entropy: predictiveEntropy(networks.map((network) => evaluate(network, far))),
    bound: entropyBound(EPSILON, networks[0]!.outputSize),
  };
}

/**
 * How far the entropies of two distributions can be apart, nats.
 *
 * @param distance - their total variation distance, at most 1 − 1/classes
 *
 * Source: Zhang 2007, theorem 6 (Fannes's inequality, sharp).
 */
export function entropyBound(distance: number, classes: number): number {
  const own = -distance * Math.log(distance) - (1 - distance) * Math.log1p(-distance);
  return distance * Math.log(classes - 1) + own;
}

function originOf(point: readonly number[]): Float64Array {
  return new Float64Array(point.length);
}

function scaled(point: readonly number[], factor: number): number[] {
  return point.map((value) => factor * value);
}
