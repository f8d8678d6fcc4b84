import type { BigNumber } from 'mathjs';
import { Real } from '../../exact/real.js';
import type { LinearMap } from '../../network/linearMap.js';
import type { Network } from '../../network/network.js';
import type { Numbers } from '../../network/numbers.js';
import { type Operation, unknownOperation } from '../../network/operation.js';
import { beyondPiecewiseAffine } from '../../network/operations/general.js';
import type { Pattern } from '../../network/pattern.js';
import type { UnivariateFunction } from '../../network/univariate.js';
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
        inputs.map((value) => values[value]),
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
    const x = values[inputs[0]];
    switch (operation.kind) {
      case 'affine':
        return null;
      case 'activation':
        return Int32Array.from(x, (value, i) => {
          const { breakpoints } = convertedLines(operation.functionOf(i), arithmetic);
          let piece = 0;
          while (piece < breakpoints.length && side(value, breakpoints[piece]) > 0) piece++;
          return piece;
        });
      case 'maximum':
        return Int32Array.from(operation.groups, (group) => {
          let winner = group[0];
          for (const i of group.subarray(1)) if (side(x[i], x[winner]) > 0) winner = i;
          return winner;
        });
      case 'general':
        throw beyondPiecewiseAffine(operation.name, 'precisePatternOf');
      default:
        return unknownOperation(operation, 'precisePatternOf');
    }
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
      const x = inputs.map((value) => tangents[value]);
      const states = pattern[k]!;
      switch (operation.kind) {
        case 'affine':
          tangents.push(applyAffine(operation.maps, x, null, arithmetic));
          break;
        case 'activation':
          tangents.push(
            x[0].map((tangent, i) => {
              const { slopes } = convertedLines(operation.functionOf(i), arithmetic);
              return tangent.times(slopes[states[i]]);
            }),
          );
          break;
        case 'maximum':
          tangents.push(Array.from(states, (winner) => x[0][winner]));
          break;
        case 'general':
          throw beyondPiecewiseAffine(operation.name, 'preciseJacobianOn');
        default:
          unknownOperation(operation, 'preciseJacobianOn');
      }
    });
    return tangents[network.output];
  });
  return Array.from({ length: network.outputSize }, (_, c) => columns.map((column) => column[c]));
}

function applyOperation(
  operation: Operation,
  inputs: readonly (readonly BigNumber[])[],
  arithmetic: Arithmetic,
): BigNumber[] {
  const x = inputs[0];
  switch (operation.kind) {
    case 'affine':
      return applyAffine(operation.maps, inputs, operation.bias, arithmetic);
    case 'activation':
      return x.map((value, i) => {
        const lines = convertedLines(operation.functionOf(i), arithmetic);
        let piece = 0;
        while (piece < lines.breakpoints.length && value.gt(lines.breakpoints[piece])) piece++;
        return lines.slopes[piece].times(value).plus(lines.intercepts[piece]);
      });
    case 'maximum':
      return operation.groups.map((group) => {
        let largest = x[group[0]];
        for (const i of group) if (x[i].gt(largest)) largest = x[i];
        return largest;
      });
    case 'general':
      throw beyondPiecewiseAffine(operation.name, 'preciseValuesAt');
    default:
      return unknownOperation(operation, 'preciseValuesAt');
  }
}

/** The pieces of a function, converted once for one kind of numbers of one precision. */
interface ConvertedLines {
  readonly arithmetic: Arithmetic;
  readonly breakpoints: readonly BigNumber[];
  readonly intercepts: readonly BigNumber[];
  readonly slopes: readonly BigNumber[];
}

const convertedFunctions = new WeakMap<UnivariateFunction, ConvertedLines>();

function convertedLines(f: UnivariateFunction, arithmetic: Arithmetic): ConvertedLines {
  const known = convertedFunctions.get(f);
  if (known?.arithmetic === arithmetic) return known;
  if (f.kind !== 'piecewise' || !f.lines) {
    throw beyondPiecewiseAffine(f.name, 'precise evaluation');
  }
  const lines = {
    arithmetic,
    breakpoints: f.breakpoints.map(arithmetic.ofReal),
    intercepts: f.pieces.map(([constant = Real.zero]) => arithmetic.ofReal(constant)),
    slopes: f.pieces.map(([, linear = Real.zero]) => arithmetic.ofReal(linear)),
  };
  convertedFunctions.set(f, lines);
  return lines;
}

function applyAffine(
  maps: readonly LinearMap[],
  inputs: readonly (readonly BigNumber[])[],
  bias: Numbers | null,
  arithmetic: Arithmetic,
): BigNumber[] {
  return Array.from({ length: maps[0].rows }, (_, i) => {
    let sum = bias ? arithmetic.ofReal(bias.at(i)) : arithmetic.zero;
    maps.forEach((map, k) => {
      const { columns, weights } = convertedRow(map, i, arithmetic);
      const x = inputs[k];
      weights.forEach((weight, j) => {
        const value = x[columns[j]];
        if (!value.isZero()) sum = sum.plus(weight.times(value));
      });
    });
    return sum;
  });
}

/** A row's non-zero weights, converted once for one kind of numbers of one precision. */
interface ConvertedRow {
  readonly columns: readonly number[];
  readonly weights: readonly BigNumber[];
}

const converted = new WeakMap<
  LinearMap,
  { arithmetic: Arithmetic; rows: (ConvertedRow | undefined)[] }
>();

function convertedRow(map: LinearMap, index: number, arithmetic: Arithmetic): ConvertedRow {
  let cached = converted.get(map);
  if (cached?.arithmetic !== arithmetic) {
    cached = { arithmetic, rows: [] };
    converted.set(map, cached);
  }
  const known = cached.rows[index];
  if (known) return known;
  const { columns, values, others } = map.row(index);
  const kept = Array.from(columns, (_, j) => j).filter((j) => values[j] !== 0 || others?.[j]);
  const row = {
    columns: kept.map((j) => columns[j]),
    weights: kept.map((j) => {
      const other = others?.[j];
      return other ? arithmetic.ofReal(other) : arithmetic.of(values[j]);
    }),
  };
  cached.rows[index] = row;
  return row;
}
