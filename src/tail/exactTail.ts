import { InputError } from '../errors/inputError.js';
import { atExponent, type Dyadic, dyadicOf } from '../exact/dyadic.js';
import { Rational } from '../exact/rational.js';
import type { Network } from '../network/network.js';
import type { Pattern } from '../network/pattern.js';
import { headOf } from '../network/penultimate.js';
import {
  clipState,
  ExactGerms,
  type ExactGermVector,
  largestGerm,
  signOfGerm,
} from './exactGerms.js';
import { exactJacobianOn } from './exactJacobian.js';
import { type Regime, regimeOf } from './regime.js';
import { isSwitchedOff } from './switchedOff.js';

/**
 * A network's behaviour at infinity along one ray, as fractions.
 *
 * `logits(origin + t·direction) = intercept + t·slope` for every `t ≥ from`. Arithmetic: exact.
 */
export interface ExactTail {
  /**
   * The last t ≥ 0 at which a unit changes piece along its germ; 0 if none. For a rectifier with
   * pre-activation germ (a, b), b ≠ 0, that is −a/b; for a clip where the germ crosses a bound; for
   * a maximum where the winner meets another candidate. Multiples of `direction`.
   */
  readonly from: Rational;
  /** Shape [C], nats per unit of t. */
  readonly slope: readonly Rational[];
  /** Shape [C], nats. */
  readonly intercept: readonly Rational[];
  readonly regime: Regime;
  /** The classes with the largest slope, ascending. */
  readonly top: readonly number[];
  /** γ: the largest slope less the next; null where there is no next. */
  readonly gap: Rational | null;
  /** Whether some unit stays exactly on a kink for ever, so that the Jacobian is one-sided. */
  readonly boundary: boolean;
  readonly pattern: Pattern;
  /** The germs of the penultimate units; null if the network has no linear head. */
  readonly penultimate: { slope: readonly Rational[]; intercept: readonly Rational[] } | null;
  /** V, shape [C][D]: the Jacobian of the logits for `t > from`. Computed when first read. */
  readonly jacobian: readonly (readonly Rational[])[];
}

/**
 * Finds the tail of a network along a ray in exact arithmetic throughout.
 *
 * The reference for `tail`, which decides the same with certified bounds; arguments are checked
 * there. Cost: a few integer operations per weight, on integers that grow with depth.
 *
 * @param origin - shape [D], finite
 * @param direction - shape [D], finite; all zero is allowed and gives slopes 0
 *
 * Source: claim `eventually-affine` (F1).
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1]], bias: [-3] }, { type: 'relu' }] });
 * exactTail(network, [0], [2]).from.toString(); // '3/2'
 * ```
 */
export function exactTail(
  network: Network,
  origin: ArrayLike<number>,
  direction: ArrayLike<number>,
): ExactTail {
  return tailOfGerms(
    new ExactGerms(network, Array.from(origin, dyadicOf), Array.from(direction, dyadicOf)),
  );
}

/** The tail that germs computed so far, and the rest of them, make up. */
export function tailOfGerms(germs: ExactGerms): ExactTail {
  const { network } = germs;
  const kinks = new KinkWalk();
  for (let k = 0; k < network.nodes.length; k++) kinks.visit(germs, k);
  const { pattern } = kinks;
  const logits = germs.of(network.output);
  const { top, gap } = topOf(logits);
  let jacobian: readonly (readonly Rational[])[] | undefined;
  return {
    from: kinks.from,
    slope: slopesOf(logits),
    intercept: interceptsOf(logits),
    regime: regimeOf(top.length, network.outputSize),
    top,
    gap,
    boundary: kinks.boundary,
    pattern,
    penultimate: penultimateOf(germs),
    get jacobian() {
      jacobian ??= exactJacobianOn(network, pattern);
      return jacobian;
    },
  };
}

/** Collects, over all units, the last change of piece and whether one lies on a kink. */
class KinkWalk {
  from = Rational.zero;
  boundary = false;
  readonly pattern: (Int32Array | null)[] = [];

  /** Visits node k, after those before it. */
  visit(germs: ExactGerms, k: number): void {
    const { operation, inputs } = germs.network.nodes[k]!;
    germs.of(k + 1);
    if (operation.kind === 'affine') {
      this.pattern.push(null);
      return;
    }
    const x = germs.of(inputs[0]!);
    const states = new Int32Array(operation.size);
    switch (operation.kind) {
      case 'rectifier':
        for (let i = 0; i < states.length; i++) {
          states[i] = signOfGerm(x.intercepts[i]!, x.slopes[i]!) > 0 ? 1 : 0;
          this.meet(x.intercepts[i]!, x.interceptExponent, x.slopes[i]!, x.slopeExponent);
        }
        break;
      case 'clip':
        for (let i = 0; i < states.length; i++) {
          const a = { mantissa: x.intercepts[i]!, exponent: x.interceptExponent };
          for (const bound of [operation.lower, operation.upper]) {
            if (!Number.isFinite(bound)) continue;
            const exponent = Math.min(a.exponent, dyadicOf(bound).exponent);
            this.meet(
              atExponent(a, exponent) - atExponent(dyadicOf(bound), exponent),
              exponent,
              x.slopes[i]!,
              x.slopeExponent,
            );
          }
          states[i] = clipStateOf(operation.lower, operation.upper, a, x.slopes[i]!);
        }
        break;
      case 'maximum':
        for (let g = 0; g < states.length; g++) {
          const winner = largestGerm(operation.groups[g]!, x);
          states[g] = winner;
          for (const i of operation.groups[g]!) {
            if (i === winner || this.bothOff(germs, inputs[0]!, i, winner)) continue;
            this.meet(
              x.intercepts[i]! - x.intercepts[winner]!,
              x.interceptExponent,
              x.slopes[i]! - x.slopes[winner]!,
              x.slopeExponent,
            );
          }
        }
        break;
    }
    this.pattern.push(states);
  }

  private bothOff(germs: ExactGerms, value: number, i: number, winner: number): boolean {
    return [i, winner].every((j) => isSwitchedOff(germs.network, this.pattern, value, j));
  }

  /** Takes note of a germ (a, b) whose sign decides a piece: it changes at t = −a/b. */
  private meet(a: bigint, aExponent: number, b: bigint, bExponent: number): void {
    if (b === 0n) {
      if (a === 0n) this.boundary = true;
      return;
    }
    if (a === 0n || a > 0n === b > 0n) return;
    const scale = aExponent - bExponent;
    const numerator = scale > 0 ? -a << BigInt(scale) : -a;
    const denominator = scale < 0 ? b << BigInt(-scale) : b;
    // Compare before reducing to lowest terms: most candidates lose.
    const positive = denominator > 0n ? numerator : -numerator;
    const divisor = denominator > 0n ? denominator : -denominator;
    if (positive * this.from.denominator > this.from.numerator * divisor) {
      this.from = new Rational(positive, divisor);
    }
  }
}

function clipStateOf(lower: number, upper: number, intercept: Dyadic, slope: bigint): number {
  let exponent = intercept.exponent;
  for (const bound of [lower, upper]) {
    if (Number.isFinite(bound)) exponent = Math.min(exponent, dyadicOf(bound).exponent);
  }
  return clipState(lower, upper, atExponent(intercept, exponent), slope, exponent);
}

function topOf(logits: ExactGermVector): { top: number[]; gap: Rational | null } {
  const { slopes, slopeExponent } = logits;
  let largest = slopes[0]!;
  for (const slope of slopes) if (slope > largest) largest = slope;
  const top: number[] = [];
  let next: bigint | null = null;
  slopes.forEach((slope, c) => {
    if (slope === largest) top.push(c);
    else if (next === null || slope > next) next = slope;
  });
  const gap =
    next === null ? null : Rational.ofDyadic({ mantissa: largest - next, exponent: slopeExponent });
  return { top, gap };
}

function penultimateOf(germs: ExactGerms): ExactTail['penultimate'] {
  try {
    const vector = germs.of(headOf(germs.network).penultimate);
    return { slope: slopesOf(vector), intercept: interceptsOf(vector) };
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function slopesOf({ slopes, slopeExponent }: ExactGermVector): Rational[] {
  return slopes.map((mantissa) => Rational.ofDyadic({ mantissa, exponent: slopeExponent }));
}

function interceptsOf({ intercepts, interceptExponent }: ExactGermVector): Rational[] {
  return intercepts.map((mantissa) => Rational.ofDyadic({ mantissa, exponent: interceptExponent }));
}
