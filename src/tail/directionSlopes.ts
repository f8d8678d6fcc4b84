import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { list } from '../errors/kinds.js';
import type { Rational } from '../exact/rational.js';
import type { Real } from '../exact/real.js';
import { checkNetwork } from '../network/checkNetwork.js';
import type { Network } from '../network/network.js';
import { type Operation, unknownOperation } from '../network/operation.js';
import type { ActivationOperation } from '../network/operations/activation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import { recession } from '../network/recession.js';
import { certifiedAffine } from './certifiedAffine.js';
import { CertifiedVector, lowerBound, UNIT_ROUNDOFF, upperBound } from './certifiedVector.js';
import { exactGerms } from './exactGerms.js';
import type { GermSource } from './germ.js';
import { keptVector } from './keptVector.js';
import { logitSlopes } from './logitSlopes.js';
import { type Regime, regimeOf } from './regime.js';
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
  const biasFree = recession(network);
  const values = [
    new CertifiedVector(network.inputSize),
    ...network.nodes.map(({ operation }) => new CertifiedVector(operation.size)),
  ];
  return directions.map((direction) => slopesAlong(biasFree, values, direction));
}

function slopesAlong(
  biasFree: Network,
  values: readonly CertifiedVector[],
  direction: ArrayLike<number>,
): PlainSlopes {
  values[0].setExact(direction);
  biasFree.nodes.forEach(({ operation, inputs }, k) => {
    applyWithErrors(operation, inputs, values, values[k + 1]);
  });
  let germs: GermSource | undefined;
  // Slopes do not depend on the origin, so any will do.
  const exactly = () => (germs ??= exactGerms(biasFree, null, direction));
  const slopes = values[biasFree.output];
  const { top, known, settled } = decideTop(slopes, logitSlopes(biasFree, exactly));
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

/** One operation of a bias-free network; errors pass through kinks by Lipschitz continuity. */
function applyWithErrors(
  operation: Operation,
  inputs: readonly number[],
  values: readonly CertifiedVector[],
  out: CertifiedVector,
): void {
  const x = values[inputs[0]];
  switch (operation.kind) {
    case 'affine':
      certifiedAffine(
        operation,
        inputs.map((v) => values[v]),
        true,
        out,
      );
      return;
    case 'activation':
      for (let i = 0; i < operation.size; i++) bendWithError(operation, i, x, out);
      break;
    case 'maximum':
      operation.groups.forEach((group, g) => {
        let value = -Infinity;
        let error = 0;
        for (const i of group) {
          // NaN, of which nothing is known, has an error of Infinity.
          if (x.values[i] > value) value = x.values[i];
          if (x.errors[i] > error) error = x.errors[i];
        }
        out.values[g] = value;
        out.errors[g] = error;
      });
      break;
    case 'general':
      throw beyondPiecewiseAffine(operation.name, 'directionSlopes');
    default:
      unknownOperation(operation, 'directionSlopes');
  }
  out.listActive();
}

/**
 * Output i of an activation of a bias-free network: a slope on either side of 0, at most. Errors are
 * inherited by Lipschitz continuity, and the product adds its own.
 */
function bendWithError(
  operation: ActivationOperation,
  i: number,
  x: CertifiedVector,
  out: CertifiedVector,
): void {
  const f = operation.functionOf(i);
  if (f.kind !== 'piecewise' || !f.lines) {
    throw beyondPiecewiseAffine(f.name, 'directionSlopes');
  }
  const { slopes, breakpoints, exact } = f.lines;
  const value = x.values[i];
  const error = x.errors[i];
  const [left, right] = [slopes[0], slopes[slopes.length - 1]];
  const factor = breakpoints.length > 0 && value > 0 ? right : left;
  out.values[i] = factor === 0 ? 0 : value * factor;
  const certain = breakpoints.length === 0 || Math.abs(value) > error;
  if (factor === 0 && certain && exact) {
    out.errors[i] = 0;
    return;
  }
  const steepest = Math.max(Math.abs(left), Math.abs(right)) * (exact ? 1 : 1 + 2 ** -52);
  const inherited = error * (certain ? Math.abs(factor) * (1 + 2 ** -52) : steepest);
  if ((factor === 0 || factor === 1 || value === 0) && exact) {
    out.errors[i] = inherited * (1 + 2 ** -52);
    return;
  }
  const result = Math.abs(value * factor);
  // The product is rounded once, and a factor that is no double has been rounded before.
  const roundings = exact ? UNIT_ROUNDOFF : 2 * UNIT_ROUNDOFF;
  out.errors[i] =
    result > 2 ** -900 && Math.abs(factor) > 2 ** -900
      ? (inherited + result * roundings) * (1 + 2 ** -50)
      : Infinity;
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
