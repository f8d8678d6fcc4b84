import { checkArguments } from '../errors/checkArguments.js';
import { flag } from '../errors/kinds.js';
import type { ExactTail } from './exactTail.js';
import type { LogitLines } from './logitLines.js';
import type { Regime } from './regime.js';
import { exactTailKind } from './tailKinds.js';

/** A tail in plain numbers. */
export interface RoundedTail extends LogitLines<number, Regime> {
  readonly boundary: boolean;
}

/**
 * The doubles nearest to an exact tail's numbers; what was decided is decided on the exact ones.
 *
 * Arithmetic: exact, rounded once. Numbers beyond the doubles become ±Infinity.
 *
 * @throws InputError for what no exact tail is
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * roundedTail(exactTail(network, [0], [1])).slope; // [1, 0]
 * ```
 */
export function roundedTail(tail: ExactTail): RoundedTail {
  checkArguments('roundedTail', { tail: [tail, exactTailKind] });
  checkArguments('roundedTail', { 'tail.boundary': [tail.boundary, flag] });
  return {
    from: tail.from.toNumber(),
    slope: tail.slope.map((value) => value.toNumber()),
    intercept: tail.intercept.map((value) => value.toNumber()),
    regime: tail.regime,
    top: tail.top,
    boundary: tail.boundary,
  };
}
