import type { Network } from '../network/network.js';
import { headOf } from '../network/penultimate.js';

/**
 * The rows of a network's linear head, units first, then the bias: shape [C][n + 1], the nearest
 * doubles.
 *
 * @throws InputError `unsupported` if the logits are not made by an affine layer of one input
 */
export function headRows(network: Network): number[][] {
  const { map, bias } = headOf(network);
  return Array.from({ length: map.rows }, (_, c) => {
    const row = new Array<number>(map.columns + 1).fill(0);
    const { columns, values } = map.row(c);
    for (let k = 0; k < columns.length; k++) row[columns[k]] = values[k];
    row[map.columns] = bias.nearest[c];
    return row;
  });
}
