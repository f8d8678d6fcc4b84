import { dyadicOf, ZERO } from '../exact/dyadic.js';
import { Rational } from '../exact/rational.js';
import type { Network } from '../network/network.js';
import type { Operation } from '../network/operation.js';
import { recession } from '../network/recession.js';
import { certifiedAffine } from './certifiedAffine.js';
import { CertifiedVector, lowerBound, UNIT_ROUNDOFF, upperBound } from './certifiedVector.js';
import { ExactGerms } from './exactGerms.js';
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
  /** The slopes as fractions, computed when first read. */
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
  directions.forEach((direction, n) => {
    const name = directions.length === 1 ? 'direction' : `directions[${n}]`;
    checkDirection(name, direction, network.inputSize);
  });
  const biasFree = recession(network);
  const values = [
    new CertifiedVector(network.inputSize),
    ...network.nodes.map(({ operation }) => new CertifiedVector(operation.size)),
  ];
  return directions.map((direction) => slopesAlong(biasFree, values, Float64Array.from(direction)));
}

function slopesAlong(
  biasFree: Network,
  values: readonly CertifiedVector[],
  direction: Float64Array,
): DirectionSlopes {
  values[0]!.setExact(direction);
  biasFree.nodes.forEach(({ operation, inputs }, k) => {
    applyWithErrors(operation, inputs, values, values[k + 1]!);
  });
  let exact: ExactGerms | undefined;
  const exactly = () => {
    exact ??= new ExactGerms(
      biasFree,
      Array.from(direction, () => ZERO),
      Array.from(direction, dyadicOf),
    );
    return exact;
  };
  const slopes = values[biasFree.output]!;
  const { top, settled } = decideTop(slopes, (c) => exactly().at(biasFree.output, c).slope);
  return {
    regime: regimeOf(top.length, biasFree.outputSize),
    top,
    slope: slopes.values.slice(),
    slopeError: slopes.errors.slice(),
    gap: gapOf(slopes, top),
    settledExactly: settled,
    get exactSlope() {
      const germs = exactly().of(biasFree.output);
      return germs.slopes.map((mantissa) =>
        Rational.ofDyadic({ mantissa, exponent: germs.slopeExponent }),
      );
    },
  };
}

/** One operation of a bias-free network; errors pass through kinks by Lipschitz continuity. */
function applyWithErrors(
  operation: Operation,
  inputs: readonly number[],
  values: readonly CertifiedVector[],
  out: CertifiedVector,
): void {
  const x = values[inputs[0]!]!;
  switch (operation.kind) {
    case 'affine':
      certifiedAffine(
        operation,
        inputs.map((v) => values[v]!),
        true,
        out,
      );
      return;
    case 'rectifier':
      for (let i = 0; i < operation.size; i++) {
        const factor = x.values[i]! > 0 ? 1 : operation.negativeSlope[i]!;
        out.values[i] = factor === 0 ? 0 : x.values[i]! * factor;
        out.errors[i] = rectifiedError(x, i, factor, operation.negativeSlope[i]!);
      }
      break;
    case 'clip':
      // Bounds of a bias-free clip are 0 or infinite: nothing is rounded.
      for (let i = 0; i < operation.size; i++) {
        const value = x.values[i]!;
        const error = x.errors[i]!;
        const clipped = Math.min(Math.max(value, operation.lower), operation.upper);
        const outside = value - error > operation.upper || value + error < operation.lower;
        out.values[i] = clipped;
        out.errors[i] = outside || operation.lower === operation.upper ? 0 : error;
      }
      break;
    case 'maximum':
      operation.groups.forEach((group, g) => {
        let value = -Infinity;
        let error = 0;
        for (const i of group) {
          // NaN, of which nothing is known, has an error of Infinity.
          if (x.values[i]! > value) value = x.values[i]!;
          if (x.errors[i]! > error) error = x.errors[i]!;
        }
        out.values[g] = value;
        out.errors[g] = error;
      });
      break;
  }
  out.listActive();
}

/** The error of rectifier output i: inherited by Lipschitz continuity, and that of the product. */
function rectifiedError(
  x: CertifiedVector,
  i: number,
  factor: number,
  negativeSlope: number,
): number {
  const value = x.values[i]!;
  const error = x.errors[i]!;
  if (factor === 0 && value < -error) return 0;
  const inherited = error * Math.max(1, Math.abs(negativeSlope));
  if (factor === 0 || factor === 1 || value === 0) return inherited * (1 + 2 ** -52);
  const result = Math.abs(value * factor);
  if (!(result > 2 ** -900)) return Infinity;
  return (inherited + result * UNIT_ROUNDOFF) * (1 + 2 ** -50);
}

function gapOf(slopes: CertifiedVector, top: readonly number[]): DirectionSlopes['gap'] {
  const { values, errors } = slopes;
  const best = { lower: -Infinity, upper: -Infinity };
  const next = { lower: -Infinity, upper: -Infinity };
  for (let c = 0; c < values.length; c++) {
    const rank = top.includes(c) ? best : next;
    rank.lower = Math.max(rank.lower, lowerBound(values[c]!, errors[c]!));
    rank.upper = Math.max(rank.upper, upperBound(values[c]!, errors[c]!));
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
