import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { list } from '../errors/kinds.js';
import type { Rational } from '../exact/rational.js';
import type { Real } from '../exact/real.js';
import { checkNetwork } from '../network/checkNetwork.js';
import type { Network } from '../network/network.js';
import { recession } from '../network/recession.js';
import { type CertifiedVector, lowerBound, upperBound } from './certifiedVector.js';
import { exactGerms } from './exactGerms.js';
import { keptVector } from './keptVector.js';
import { logitSlopes } from './logitSlopes.js';
import { type Regime, regimeOf } from './regime.js';
import { SlopeWalk } from './slopeWalk.js';
import { checkDirection } from './tail.js';
import { decideTop } from './topSet.js';

/**
 * Where a direction ends for *every* input: the slopes of the logits along it do not depend on
 * where the ray starts.
 */
export interface DirectionSlopes {
  /** Exact, for every origin. */
  readonly regime: Regime;
  /** The classes with the largest slope, ascending. Exact, for every origin. */
  readonly top: readonly number[];
  /** Shape [C], nats per unit of t, float64. */
  readonly slope: Float64Array;
  /** Shape [C]: |slope − exact slope| is at most this. */
  readonly slopeError: Float64Array;
  /** Bounds of γ, the largest slope less the next; null where there is no next. */
  readonly gap: { readonly lower: number; readonly upper: number } | null;
  /** How many slopes had to be computed in exact integers: 0 for almost every direction. */
  readonly settledExactly: number;
  /** The slopes as exactly as the network's constants are known, computed when first read. */
  readonly realSlope: readonly Real[];
  /**
   * The slopes as fractions, computed when first read.
   *
   * @throws InputError `unsupported` if one is only enclosed
   */
  readonly exactSlope: readonly Rational[];
}

/**
 * Decides the regime of directions for all inputs at once, by one certified forward pass of the
 * bias-free network per direction.
 *
 * No unit has to be decided on the way: rectifiers, maxima and clips are Lipschitz, so error bounds
 * pass straight through them. Only the comparison of the best slopes may need exact integers.
 *
 * @param directions - each of shape [D], finite, not all zero
 * @throws InputError as `tail` does
 *
 * Source: claim `slopes-ignore-input` (F3).
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [-1]], bias: [7, 9] }] });
 * directionSlopes(network, [[1]])[0].top; // [0]
 * ```
 */
export function directionSlopes(
  network: Network,
  directions: readonly ArrayLike<number>[],
): DirectionSlopes[] {
  checkDirections(network, directions);
  return plainSlopes(network, directions).map((slopes, n) =>
    withExactSlopes(slopes, network, directions[n]),
  );
}

/** Checks what `directionSlopes` is given. @throws InputError as it does */
export function checkDirections(network: Network, directions: readonly ArrayLike<number>[]): void {
  checkNetwork('directionSlopes', network);
  checkArguments('directionSlopes', { directions: [directions, list(() => {})] });
  directions.forEach((direction, n) => {
    const name = directions.length === 1 ? 'direction' : `directions[${n}]`;
    checkDirection(name, direction, network.inputSize);
  });
}

/** What is known of slopes before anything exact is asked of them: data that threads can send. */
export type PlainSlopes = Omit<DirectionSlopes, 'realSlope' | 'exactSlope'>;

/** The slopes along directions, which are not checked. */
export function plainSlopes(
  network: Network,
  directions: readonly ArrayLike<number>[],
): PlainSlopes[] {
  const walk = new SlopeWalk(network);
  return directions.map((direction) => slopesAlong(walk, direction));
}

function slopesAlong(walk: SlopeWalk, direction: ArrayLike<number>): PlainSlopes {
  const slopes = walk.bounds(direction);
  const { biasFree } = walk;
  const { top, known, settled } = decideTop(
    slopes,
    logitSlopes(biasFree, () => walk.exactly()),
  );
  return {
    regime: regimeOf({ top, known }, biasFree.outputSize),
    top,
    slope: slopes.values.slice(),
    slopeError: slopes.errors.slice(),
    gap: gapOf(slopes, top),
    settledExactly: settled,
  };
}

/** Slopes with their exact numbers, computed when asked for. */
export function withExactSlopes(
  slopes: PlainSlopes,
  network: Network,
  direction: ArrayLike<number>,
): DirectionSlopes {
  const along = keptVector(direction);
  let exact: readonly Real[] | undefined;
  const realSlope = () =>
    (exact ??= exactGerms(recession(network), null, along())
      .of(network.output)
      .map(({ slope }) => slope));
  return Object.defineProperties(slopes, {
    realSlope: { get: realSlope, enumerable: true },
    exactSlope: { get: () => realSlope().map(rationalOf), enumerable: true },
  }) as DirectionSlopes;
}

function rationalOf(slope: Real, c: number): Rational {
  if (slope.rational) return slope.rational;
  throw new InputError('exactSlope', [
    {
      code: 'unsupported',
      path: `slope[${c}]`,
      value: slope.toString(),
      rule: 'must be rational, but the network has constants that are only enclosed',
      remedy: 'read realSlope',
    },
  ]);
}

function gapOf(slopes: CertifiedVector, top: readonly number[]): DirectionSlopes['gap'] {
  const { values, errors } = slopes;
  const best = { lower: -Infinity, upper: -Infinity };
  const next = { lower: -Infinity, upper: -Infinity };
  for (let c = 0; c < values.length; c++) {
    const rank = top.includes(c) ? best : next;
    rank.lower = Math.max(rank.lower, lowerBound(values[c], errors[c]));
    rank.upper = Math.max(rank.upper, upperBound(values[c], errors[c]));
  }
  if (top.length === values.length) return null;
  const lower = best.lower - next.upper;
  const upper = best.upper - next.lower;
  // NaN is a difference of infinities: nothing is known.
  return {
    lower: lower > 0 ? lower * (1 - 2 ** -52) : 0,
    upper: Number.isNaN(upper) ? Infinity : upper * (1 + 2 ** -52),
  };
}
