import { Real } from '../exact/real.js';
import type { LinearMapRow } from '../network/linearMap.js';
import type { Network } from '../network/network.js';
import type { GermSource } from './germ.js';
import type { ExactSlopes } from './topSet.js';

/**
 * The exact slopes of the logits, and their differences.
 *
 * A difference is taken row by row of the affine layer that makes the logits, so that classes with
 * the same weights are tied whatever is known of what they weigh: equal by identity, never because
 * two enclosures overlap.
 */
export function logitSlopes(network: Network, germs: () => GermSource): ExactSlopes {
  const slope = (c: number) => germs().at(network.output, c).slope;
  return {
    slope,
    difference: (c, k) => {
      const apart = slope(c).subtract(slope(k));
      return apart.sign === null ? (rowByRow(network, germs(), c, k) ?? apart) : apart;
    },
  };
}

/** The difference of two logits' slopes by the rows of their layer; null if it is not affine. */
function rowByRow(network: Network, germs: GermSource, c: number, k: number): Real | null {
  const node = network.nodes[network.output - 1];
  if (node?.operation.kind !== 'affine') return null;
  return node.operation.maps.reduce((sum, map, m) => {
    const weights = new Map<number, Real>();
    const add = (row: LinearMapRow, sign: 1 | -1) => {
      for (let n = 0; n < row.columns.length; n++) {
        const weight = row.others?.[n] ?? Real.of(row.values[n]);
        const known = weights.get(row.columns[n]);
        weights.set(
          row.columns[n],
          known ? known.subtract(weight) : sign > 0 ? weight : weight.negate(),
        );
      }
    };
    add(map.row(c), 1);
    add(map.row(k), -1);
    for (const [j, weight] of weights) {
      if (!weight.isZero) sum = sum.add(weight.multiply(germs.at(node.inputs[m], j).slope));
    }
    return sum;
  }, Real.zero);
}
