import { InternalError } from '../errors/internalError.js';
import { Rational } from '../exact/rational.js';
import { evaluate } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { boxDangerScale, boxTail } from '../tail/boxTail.js';
import { directionSlopes } from '../tail/directionSlopes.js';
import { exactTail } from '../tail/exactTail.js';
import { predictiveEntropy } from '../uncertainty/entropy.js';
import { limitUncertainty, type TailEnd } from '../uncertainty/limits.js';
import { publishedInformation, type UncertaintyAtPoint, uncertaintyAt } from './uncertaintyAt.js';

/**
 * Where the metrics are measured on a ray: at the edge of the picture, at ten times its distance, and
 * where the first coordinate is 6 and a million standard deviations of the data from the middle.
 */
const EDGE_PLACES = ['edge', 'ten edges', '6 σ', '10⁶ σ'] as const;

/** One of them. */
export type EdgePlace = (typeof EDGE_PLACES)[number];

/** A ray from the middle of a picture through a point of its edge. */
export interface EdgeLine {
  /** Shape [D]. */
  readonly origin: Float64Array;
  /** From the middle to the point of the edge, shape [D], not all zero. */
  readonly direction: Float64Array;
  /** Standard deviations of the data, shape [D]. */
  readonly deviations: Float64Array;
}

/** The ray followed to infinity. */
export interface EdgeRay {
  /** Decided exactly, and for every input: every member ends in one and the same class. */
  readonly certain: boolean;
  /** Decided exactly, and for every input: how many members' slopes are tied or flat. */
  readonly tied: number;
  /**
   * The limits, of the members' votes (claim F4) where none is tied, for every input; with tied
   * members those from the middle. Entropy and information in nats, the published formula in bits.
   */
  readonly limit: {
    readonly entropy: number;
    readonly information: number;
    readonly publishedInformation: number;
  };
  readonly measured: Readonly<Record<EdgePlace, UncertaintyAtPoint>>;
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
 * Regimes and classes: exact, for every input. The scale: a certified bound. Metrics: float64.
 *
 * @param networks - the members, of D inputs
 *
 * Source: CLAIMS F2, F3, F4.
 */
export function edgeRay(networks: readonly Network[], line: EdgeLine): EdgeRay {
  const { origin, direction, deviations } = line;
  const ends = networks.map((network) => directionSlopes(network, [direction])[0]);
  const tied = ends.filter(({ regime }) => regime !== 'saturating').length;
  const first = ends[0].top[0];
  const limits = limitUncertainty(
    ends.map(({ regime, top }, k): TailEnd => {
      const network = networks[k];
      if (regime === 'unknown') throw new InternalError('a trained network has only doubles');
      // Only ties depend on the intercepts.
      const intercept =
        regime === 'saturating'
          ? Array.from({ length: network.outputSize }, () => Rational.zero)
          : exactTail(network, origin, direction).intercept;
      return { regime, top, intercept };
    }),
  );
  const [entropy, information] = [limits.predictiveEntropy.value, limits.mutualInformation.value];
  const reach = Math.max(...Array.from(direction, (step, d) => Math.abs(step) / deviations[d]));
  const at = (scale: number) => uncertaintyAt(networks, pointAt(line, scale));
  return {
    certain: tied === 0 && ends.every(({ top }) => top[0] === first),
    tied,
    limit: {
      entropy,
      information,
      publishedInformation: publishedInformation(
        entropy - information,
        networks.length,
        networks[0].outputSize,
      ),
    },
    measured: {
      edge: at(1),
      'ten edges': at(10),
      '6 σ': at(6 / reach),
      '10⁶ σ': at(1e6 / reach),
    },
    settled: tied === 0 ? settledEntropy(networks, line) : null,
  };
}

function settledEntropy(networks: readonly Network[], line: EdgeLine): SettledEntropy {
  const { origin, direction } = line;
  const box = { lower: origin, upper: origin };
  const scale = networks.reduce(
    (largest, network) =>
      Math.max(largest, boxDangerScale(boxTail(network, box, direction), EPSILON)!),
    1,
  );
  const far = pointAt(line, scale);
  return {
    scale,
    entropy: predictiveEntropy(networks.map((network) => evaluate(network, far))),
    bound: entropyBound(EPSILON, networks[0].outputSize),
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

function pointAt({ origin, direction }: EdgeLine, scale: number): Float64Array {
  return origin.map((start, d) => start + scale * direction[d]);
}
