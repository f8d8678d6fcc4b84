import type { Network } from './network.js';

/**
 * Which affine piece every unit of a network is on: the polytope, as data.
 *
 * One entry per node, null for affine operations; else one state per output of the node:
 * a rectifier's is 1 (on) or 0 (off), a clip's −1 (at the lower bound), 0 (inside) or 1 (at the
 * upper bound), a maximum's the index of the input that wins.
 */
export type Pattern = readonly (Int32Array | null)[];

/**
 * The pattern at a point, from the values `valuesAt` gives. Units exactly on a kink count as off,
 * inside, or the first of the tied inputs, as the engines' one-sided choice does.
 */
export function patternOf(network: Network, values: readonly Float64Array[]): Pattern {
  return network.nodes.map(({ operation, inputs }) => {
    if (operation.kind === 'affine') return null;
    const x = values[inputs[0]!]!;
    switch (operation.kind) {
      case 'rectifier':
        return Int32Array.from(x, (value) => (value > 0 ? 1 : 0));
      case 'clip':
        return Int32Array.from(x, (value) =>
          value < operation.lower ? -1 : value > operation.upper ? 1 : 0,
        );
      case 'maximum':
        return Int32Array.from(operation.groups, (group) => {
          let winner = group[0]!;
          for (const i of group) if (x[i]! > x[winner]!) winner = i;
          return winner;
        });
    }
    throw new RangeError('unreachable');
  });
}
