import type { Network } from '../network/network.js';
import type { Pattern } from '../network/pattern.js';

/**
 * Whether an entry of a value is constant near the ray because a ReLU that is off makes it, seen
 * through operations that only move entries about (padding, flattening, transposing).
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
    const { operation, inputs } = network.nodes[v - 1]!;
    if (operation.kind === 'rectifier') {
      return pattern[v - 1]![i] === 0 && operation.negativeSlope[i] === 0;
    }
    if (operation.kind !== 'affine' || inputs.length !== 1) return false;
    const { columns, values } = operation.maps[0]!.row(i);
    if (values.length === 0) return true;
    if (values.length > 1) return false;
    i = columns[0]!;
    v = inputs[0]!;
  }
  return false;
}
