import type { BigNumber } from 'mathjs';
import type { LinearMap } from '../../network/linearMap.js';
import type { Network } from '../../network/network.js';
import type { Operation } from '../../network/operation.js';
import type { Pattern } from '../../network/pattern.js';
import type { Arithmetic } from './arithmetic.js';

/**
 * Every value of the network at x in high-precision decimal arithmetic: `values[0]` is x,
 * `values[k + 1]` what node k makes. The error is that of `workingDigits`.
 *
 * @param x - shape [D]
 */
export function preciseValuesAt(
  network: Network,
  x: readonly BigNumber[],
  arithmetic: Arithmetic,
): (readonly BigNumber[])[] {
  const values: (readonly BigNumber[])[] = [x];
  for (const { operation, inputs } of network.nodes) {
    values.push(
      applyOperation(
        operation,
        inputs.map((value) => values[value]!),
        arithmetic,
      ),
    );
  }
  return values;
}

/** A pattern, and whether some unit is so near a kink that its piece is a convention. */
export interface PrecisePattern {
  readonly pattern: Pattern;
  readonly boundary: boolean;
}

/**
 * The affine piece at a point, from its values. A unit within the error of a kink counts as on it:
 * then `boundary` is true, and the piece is the one `patternOf` chooses on the kink.
 *
 * @param error - a bound on the absolute error of every value
 */
export function precisePatternOf(
  network: Network,
  values: readonly (readonly BigNumber[])[],
  error: BigNumber,
  arithmetic: Arithmetic,
): PrecisePattern {
  let boundary = false;
  const twice = error.times(2);
  /** The sign of x − y, 0 within the error. */
  const side = (x: BigNumber, y: BigNumber): number => {
    const difference = x.minus(y);
    if (!difference.abs().gt(twice)) {
      boundary = true;
      return 0;
    }
    return difference.isNegative() ? -1 : 1;
  };
  const pattern = network.nodes.map(({ operation, inputs }) => {
    const x = values[inputs[0]!]!;
    switch (operation.kind) {
      case 'affine':
        return null;
      case 'rectifier':
        return Int32Array.from(x, (value) => (side(value, arithmetic.zero) > 0 ? 1 : 0));
      case 'clip': {
        const [lower, upper] = [operation.lower, operation.upper].map((bound) =>
          Number.isFinite(bound) ? arithmetic.of(bound) : null,
        );
        return Int32Array.from(x, (value) =>
          lower && side(value, lower) < 0 ? -1 : upper && side(value, upper) > 0 ? 1 : 0,
        );
      }
      case 'maximum':
        return Int32Array.from(operation.groups, (group) => {
          let winner = group[0]!;
          for (const i of group.subarray(1)) if (side(x[i]!, x[winner]!) > 0) winner = i;
          return winner;
        });
    }
    throw new RangeError('unreachable');
  });
  return { pattern, boundary };
}

/**
 * The Jacobian of the logits on a pattern, C rows of shape [D], pushed forward from the input: the
 * other way round than the float64 one, so that neither can hide the other's mistakes.
 */
export function preciseJacobianOn(
  network: Network,
  pattern: Pattern,
  arithmetic: Arithmetic,
): BigNumber[][] {
  const { zero, one } = arithmetic;
  const columns = Array.from({ length: network.inputSize }, (_, d) => {
    const tangents: BigNumber[][] = [
      Array.from({ length: network.inputSize }, (_, i) => (i === d ? one : zero)),
    ];
    network.nodes.forEach(({ operation, inputs }, k) => {
      const x = inputs.map((value) => tangents[value]!);
      const states = pattern[k]!;
      switch (operation.kind) {
        case 'affine':
          tangents.push(applyAffine(operation.maps, x, null, arithmetic));
          break;
        case 'rectifier':
          tangents.push(
            x[0]!.map((tangent, i) =>
              states[i] === 1 ? tangent : tangent.times(arithmetic.of(operation.negativeSlope[i]!)),
            ),
          );
          break;
        case 'clip':
          tangents.push(x[0]!.map((tangent, i) => (states[i] === 0 ? tangent : zero)));
          break;
        case 'maximum':
          tangents.push(Array.from(states, (winner) => x[0]![winner]!));
          break;
      }
    });
    return tangents[network.output]!;
  });
  return Array.from({ length: network.outputSize }, (_, c) => columns.map((column) => column[c]!));
}

function applyOperation(
  operation: Operation,
  inputs: readonly (readonly BigNumber[])[],
  arithmetic: Arithmetic,
): BigNumber[] {
  const x = inputs[0]!;
  switch (operation.kind) {
    case 'affine':
      return applyAffine(operation.maps, inputs, operation.bias, arithmetic);
    case 'rectifier':
      return x.map((value, i) => {
        if (value.gt(0)) return value;
        const slope = operation.negativeSlope[i]!;
        return slope === 0 ? arithmetic.zero : value.times(arithmetic.of(slope));
      });
    case 'clip': {
      const lower = Number.isFinite(operation.lower) ? arithmetic.of(operation.lower) : null;
      const upper = Number.isFinite(operation.upper) ? arithmetic.of(operation.upper) : null;
      return x.map((value) => {
        const raised = lower && value.lt(lower) ? lower : value;
        return upper && raised.gt(upper) ? upper : raised;
      });
    }
    case 'maximum':
      return operation.groups.map((group) => {
        let largest = x[group[0]!]!;
        for (const i of group) if (x[i]!.gt(largest)) largest = x[i]!;
        return largest;
      });
  }
}

function applyAffine(
  maps: readonly LinearMap[],
  inputs: readonly (readonly BigNumber[])[],
  bias: Float64Array | null,
  arithmetic: Arithmetic,
): BigNumber[] {
  return Array.from({ length: maps[0]!.rows }, (_, i) => {
    let sum = bias ? arithmetic.of(bias[i]!) : arithmetic.zero;
    maps.forEach((map, k) => {
      const { columns, weights } = convertedRow(map, i, arithmetic);
      const x = inputs[k]!;
      weights.forEach((weight, j) => {
        const value = x[columns[j]!]!;
        if (!value.isZero()) sum = sum.plus(weight.times(value));
      });
    });
    return sum;
  });
}

/** A row's non-zero weights, converted once per precision. */
interface ConvertedRow {
  readonly columns: readonly number[];
  readonly weights: readonly BigNumber[];
}

const converted = new WeakMap<LinearMap, { digits: number; rows: (ConvertedRow | undefined)[] }>();

function convertedRow(map: LinearMap, index: number, arithmetic: Arithmetic): ConvertedRow {
  let cached = converted.get(map);
  if (!cached || cached.digits !== arithmetic.digits) {
    cached = { digits: arithmetic.digits, rows: [] };
    converted.set(map, cached);
  }
  const known = cached.rows[index];
  if (known) return known;
  const { columns, values } = map.row(index);
  const kept = Array.from(columns, (_, j) => j).filter((j) => values[j] !== 0);
  const row = {
    columns: kept.map((j) => columns[j]!),
    weights: kept.map((j) => arithmetic.of(values[j]!)),
  };
  cached.rows[index] = row;
  return row;
}
