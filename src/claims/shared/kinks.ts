import {
  addDyadic,
  compareDyadic,
  type Dyadic,
  dyadicOf,
  multiplyDyadic,
  negateDyadic,
  signOfDyadic,
} from '../../exact/dyadic.js';
import type { Network } from '../../network/network.js';
import { unknownOperation } from '../../network/operation.js';
import { beyondPiecewiseAffine } from '../../network/operations/general.js';
import type { Pattern } from '../../network/pattern.js';
import { isSwitchedOff } from '../../tail/switchedOff.js';
import type { ExactValues } from './exactEvaluation.js';

/** Which kinks a network lies on at the beginning of a tail. */
export interface Kinks {
  /** Some unit is on a kink at t₀ and off it later: a piece begins at t₀. */
  readonly leaves: boolean;
  /** Some unit is on a kink at t₀ and still is later: for ever, on a tail. */
  readonly stays: boolean;
}

/**
 * Finds the kinks from the values of the network at t₀ and later, all units being affine between:
 * a pre-activation of 0, a value at a bound, a maximum attained twice. Two candidates of a maximum
 * that are both switched off by a ReLU make no kink. Arithmetic: exact.
 */
export function kinksOf(
  network: Network,
  pattern: Pattern,
  start: ExactValues,
  later: ExactValues,
): Kinks {
  let [leaves, stays] = [false, false];
  const factor: Dyadic = { mantissa: start.denominator, exponent: 0 };
  const note = (before: Dyadic, after: Dyadic) => {
    if (signOfDyadic(before) !== 0) return;
    if (signOfDyadic(after) === 0) stays = true;
    else leaves = true;
  };
  network.nodes.forEach(({ operation, inputs }, k) => {
    if (operation.kind === 'affine') return;
    const value = inputs[0];
    const [before, after] = [start.values[value], later.values[value]];
    const less = (x: Dyadic, y: Dyadic) => addDyadic(x, negateDyadic(y));
    switch (operation.kind) {
      case 'activation':
        before.forEach((x, i) => {
          const f = operation.functionOf(i);
          for (const breakpoint of (f.kind === 'piecewise' && f.lines?.breakpoints) || []) {
            const scaled = multiplyDyadic(dyadicOf(breakpoint), factor);
            note(less(x, scaled), less(after[i], scaled));
          }
        });
        break;
      case 'maximum':
        operation.groups.forEach((group, g) => {
          const winner = pattern[k]![g];
          const off = (i: number) => isSwitchedOff(network, pattern, value, i);
          for (const i of group) {
            if (i === winner || compareDyadic(before[i], before[winner]) !== 0) continue;
            if (off(i) && off(winner)) continue;
            note(less(before[i], before[winner]), less(after[i], after[winner]));
          }
        });
        break;
      case 'general':
        throw beyondPiecewiseAffine(operation.name, 'kinksOf');
      default:
        unknownOperation(operation, 'kinksOf');
    }
  });
  return { leaves, stays };
}
