import { InputError } from '../errors/inputError.js';
import type { Rational } from '../exact/rational.js';
import type { Real } from '../exact/real.js';
import { capabilityOf } from '../network/capability.js';
import type { Network } from '../network/network.js';
import type { Pattern } from '../network/pattern.js';
import { type EnclosedTail, enclosedTail } from './enclosedTail.js';
import { exactJacobianOn } from './exactJacobian.js';
import type { Lines, LogitLines } from './logitLines.js';
import type { DecidedRegime } from './regime.js';

/**
 * A network's behaviour at infinity along one ray, as fractions.
 *
 * `logits(origin + t·direction) = intercept + t·slope` for every `t ≥ from`. Arithmetic: exact.
 */
export interface ExactTail extends LogitLines<Rational, DecidedRegime> {
  /** γ: the largest slope less the next; null where there is no next. */
  readonly gap: Rational | null;
  /** Whether some unit stays exactly on a kink for ever, so that the Jacobian is one-sided. */
  readonly boundary: boolean;
  readonly pattern: Pattern;
  /** The germs of the penultimate units; null if the network has no linear head. */
  readonly penultimate: Lines<Rational> | null;
  /** V, shape [C][D]: the Jacobian of the logits for `t > from`. Computed when first read. */
  readonly jacobian: readonly (readonly Rational[])[];
}

/**
 * Finds the tail of a network along a ray in exact arithmetic throughout.
 *
 * The reference for `tail`, which decides the same with certified bounds. Cost: a few integer operations per weight, on integers that grow with depth.
 *
 * @param origin - shape [D], finite
 * @param direction - shape [D], finite; all zero is allowed and gives slopes 0
 * @throws InputError `shape_mismatch` if a length is not D, `not_finite` for NaN and infinities
 *
 * @throws InputError `unsupported` if the network has constants that are only enclosed: see
 *   `enclosedTail`
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
  return exactTailOf(network, enclosedTail(network, origin, direction));
}

/**
 * A tail in fractions.
 *
 * @throws InputError `unsupported` if the network has constants that are only enclosed
 */
export function exactTailOf(network: Network, tail: EnclosedTail): ExactTail {
  if (capabilityOf(network).constants === 'enclosures') {
    throw new InputError('exactTail', [
      {
        code: 'unsupported',
        path: 'network',
        rule: 'must have rational constants, but some are known only between two fractions',
        remedy: 'use enclosedTail, or certified numbers (tail)',
      },
    ]);
  }
  const { pattern, penultimate } = tail;
  let jacobian: readonly (readonly Rational[])[] | undefined;
  return {
    from: rationalOf(tail.from!),
    slope: tail.slope.map(rationalOf),
    intercept: tail.intercept.map(rationalOf),
    // Rational slopes compare.
    regime: tail.regime as DecidedRegime,
    top: tail.top,
    gap: tail.gap && rationalOf(tail.gap),
    boundary: tail.boundary!,
    pattern,
    penultimate: penultimate && {
      slope: penultimate.slope.map(rationalOf),
      intercept: penultimate.intercept.map(rationalOf),
    },
    get jacobian() {
      jacobian ??= exactJacobianOn(network, pattern);
      return jacobian;
    },
  };
}

/** What is computed from rationals by sums, products and quotients is rational. */
function rationalOf(value: Real): Rational {
  return value.rational!;
}
