import { pieceOf } from './domains/float64.js';
import type { Network } from './network.js';
import { unknownOperation } from './operation.js';
import { beyondPiecewiseAffine } from './operations/general.js';
import type { MaximumOperation } from './operations/maximum.js';

/**
 * Which piece every unit of a network is on: the polytope, as data.
 *
 * One entry per node, null for affine operations; else one state per output of the node: the
 * number of the piece of its function, from left to right (a ReLU's is 0 off, 1 on), 0 where the
 * function is smooth; a maximum's the index of the entry that wins.
 */
export type Pattern = readonly (Int32Array | null)[];

/**
 * The pattern at a point, from the values `valuesAt` gives. Units exactly on a kink count as on the
 * piece to its left, or the first of the tied entries, as the engines' one-sided choice does.
 */
export function patternOf(network: Network, values: readonly Float64Array[]): Pattern {
  return network.nodes.map(({ operation, inputs }) => {
    const x = values[inputs[0]];
    switch (operation.kind) {
      case 'affine':
        return null;
      case 'activation':
        return Int32Array.from(x, (value, i) => {
          const f = operation.functionOf(i);
          if (f.kind === 'smooth') return 0;
          const ends = f.lines?.breakpoints ?? f.breakpoints.map((end) => end.toNumber());
          return pieceOf(ends, value);
        });
      case 'maximum':
        return winnersOf(operation, x);
      case 'general':
        throw beyondPiecewiseAffine(operation.name, 'patternOf');
      default:
        return unknownOperation(operation, 'patternOf');
    }
  });
}

/** The entry of each group of a maximum that wins, the first of those that tie. */
export function winnersOf({ groups }: MaximumOperation, x: Float64Array): Int32Array {
  return Int32Array.from(groups, (group) => {
    let winner = group[0];
    for (const i of group) if (x[i] > x[winner]) winner = i;
    return winner;
  });
}
