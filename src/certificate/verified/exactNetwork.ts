import { InputError } from '../../errors/inputError.js';
import type { Real } from '../../exact/real.js';
import { type Network, sizeOfValue } from '../../network/network.js';
import { unknownOperation } from '../../network/operation.js';
import type { AffineOperation } from '../../network/operations/affine.js';
import { beyondPiecewiseAffine } from '../../network/operations/general.js';
import type { PiecewisePolynomial, UnivariateFunction } from '../../network/univariate.js';
import { type Num, ofDouble, ofReal, Wrong } from '../checkParts.js';
import {
  type ExactNetwork,
  type ExactNumber,
  listOf,
  type Place,
  type Unit,
  verifiedChecker,
} from './checker.js';

/** Where the entries of a network's values stand among the verified checker's places. */
export interface Places {
  /** The number of the first entry of each value; inputs start at 1. */
  readonly starts: readonly number[];
  of(value: number, entry: number): Place;
  /** The node and the unit that make what stands in a place; null for an input. */
  origin(place: number): { readonly node: number; readonly unit: number } | null;
}

/** Numbers the entries of all values: the inputs, then every unit in order. */
export function placesOf(network: Network): Places {
  const starts: number[] = [];
  let next = 1;
  for (let value = 0; value <= network.nodes.length; value++) {
    starts.push(next);
    next += sizeOfValue(network, value);
  }
  const { place } = verifiedChecker();
  // A place is a path of the checker's, and many weights read the same one.
  const made: Place[] = [];
  return {
    starts,
    of: (value, entry) => {
      const number = starts[value] + entry;
      made[number] ??= place(number);
      return made[number];
    },
    origin: (number) => {
      const value = starts.findLastIndex((start) => start <= number);
      return value > 0 && number < next ? { node: value - 1, unit: number - starts[value] } : null;
    },
  };
}

/** A number of the verified checker. */
export function exactNumber([n, e, d]: Num): ExactNumber {
  return verifiedChecker().number(n, BigInt(e), d);
}

/**
 * A network in the form that the verified checker takes: one unit after the other, each a
 * combination, a piecewise-affine function or a maximum of what stands before it.
 *
 * Part of the trusted base of a verified check.
 *
 * @throws InputError `unsupported`, by name, for what is not piecewise affine and for constants that
 *   are only enclosed
 */
export function exactNetwork(network: Network, places: Places): ExactNetwork {
  const checker = verifiedChecker();
  const functions = new Map<UnivariateFunction, (source: Place) => Unit>();
  const units = network.nodes.flatMap(({ operation, inputs }, k) =>
    Array.from({ length: operation.size }, (_, i): Unit => {
      switch (operation.kind) {
        case 'affine':
          return combination(operation, inputs, i, k, places);
        case 'activation': {
          const f = operation.functionOf(i);
          let make = functions.get(f);
          if (!make) {
            make = piecewiseUnit(f, k);
            functions.set(f, make);
          }
          return make(places.of(inputs[0], i));
        }
        case 'maximum': {
          const entries = Array.from(operation.groups[i]);
          return checker.largest(listOf(entries.map((j) => places.of(inputs[0], j))));
        }
        case 'general':
          throw beyondPiecewiseAffine(operation.name, 'checkVerified');
        default:
          return unknownOperation(operation, 'checkVerified');
      }
    }),
  );
  const outputs = Array.from({ length: network.outputSize }, (_, c) =>
    places.of(network.output, c),
  );
  return checker.network(
    checker.place(places.starts[0] + network.inputSize),
    listOf(units),
    listOf(outputs),
  );
}

function combination(
  { bias, maps }: AffineOperation,
  inputs: readonly number[],
  unit: number,
  node: number,
  places: Places,
): Unit {
  const checker = verifiedChecker();
  const number = (nearest: number, other: Real | null | undefined) =>
    other ? constant(other, node) : exactNumber(ofDouble(nearest));
  const terms = inputs.flatMap((value, m) => {
    const { columns, values, others } = maps[m].row(unit);
    return Array.from({ length: values.length }, (_, j) =>
      checker.term(number(values[j], others?.[j]), places.of(value, columns[j])),
    );
  });
  const moves = inputs.length === 1 && terms.length < 2 ? 1 : 0;
  return checker.combination(
    moves,
    number(bias.nearest[unit], bias.otherThanDouble(unit)),
    listOf(terms),
  );
}

function piecewiseUnit(f: UnivariateFunction, node: number): (source: Place) => Unit {
  if (f.kind !== 'piecewise') throw beyondPiecewiseAffine(f.name, 'checkVerified');
  const { breakpoints, pieces } = f as PiecewisePolynomial;
  const checker = verifiedChecker();
  const zero = exactNumber([0n, 0, 1n]);
  const exactBreakpoints = listOf(breakpoints.map((b) => constant(b, node)));
  const exactPieces = listOf(
    pieces.map(([first, second, ...higher]) => {
      if (!higher.every((coefficient) => coefficient.isZero)) {
        throw beyondPiecewiseAffine(f.name, 'checkVerified');
      }
      return checker.piece(
        first ? constant(first, node) : zero,
        second ? constant(second, node) : zero,
      );
    }),
  );
  return (source) => checker.pieces(exactBreakpoints, exactPieces, source);
}

function constant(real: Real, node: number): ExactNumber {
  try {
    return exactNumber(ofReal(real));
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    throw new InputError('checkVerified', [
      {
        code: 'unsupported',
        path: `network.nodes[${node}]`,
        rule: 'must have rational constants, but one is known only between two fractions',
        remedy: 'check without --verified',
      },
    ]);
  }
}
