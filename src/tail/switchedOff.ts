import type { Network } from '../network/network.js';
import { unknownOperation } from '../network/operation.js';
import type { Pattern } from '../network/pattern.js';

/**
 * Whether an entry of a value is constant near the ray because a unit on a level piece makes it (a
 * ReLU that is off), seen through operations that only move entries about (padding, flattening,
 * transposing).
 *
 * A maximum of two such entries is tied for ever, yet its Jacobian is 0 on either side: no
 * boundary. Looks no further than that; an entry it does not recognise counts as not switched off.
 */
export function isSwitchedOff(
  network: Network,
  pattern: Pattern,
  value: number,
  index: number,
): boolean {
  let v = value;
  let i = index;
  while (v > 0) {
    const { operation, inputs } = network.nodes[v - 1];
    switch (operation.kind) {
      case 'activation': {
        const f = operation.functionOf(i);
        const state = pattern[v - 1]![i];
        if (f.kind !== 'piecewise' || state < 0) return false;
        return f.pieces[state].slice(1).every((coefficient) => coefficient.isZero);
      }
      case 'affine': {
        if (inputs.length !== 1) return false;
        const { columns } = operation.maps[0].row(i);
        if (columns.length === 0) return true;
        if (columns.length > 1) return false;
        i = columns[0];
        v = inputs[0];
        break;
      }
      case 'maximum':
        return false;
      case 'general':
        return false;
      default:
        return unknownOperation(operation, 'isSwitchedOff');
    }
  }
  return false;
}
