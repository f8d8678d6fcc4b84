import {
  addDyadic,
  compareDyadic,
  type Dyadic,
  dyadicOf,
  multiplyDyadic,
} from '../../exact/dyadic.js';
import { Rational } from '../../exact/rational.js';
import type { Network } from '../../network/network.js';
import { type Operation, unknownOperation } from '../../network/operation.js';
import { beyondPiecewiseAffine } from '../../network/operations/general.js';
import type { FloatLines, UnivariateFunction } from '../../network/univariate.js';

/**
 * Every value of a network at one point of a ray: entry i of value v is
 * `values[v][i] / denominator`, the denominator that of t.
 */
export interface ExactValues {
  readonly denominator: bigint;
  readonly values: readonly (readonly Dyadic[])[];
}

/**
 * Evaluates a network at x(t) = origin + t·direction, exactly, for any fraction t.
 *
 * Knows nothing of germs or tails: it is what they are checked against. With t = p/q it works on
 * q·x, q·bias and q·bound, which are dyadic, since affine maps, rectifiers and maxima commute with
 * a positive factor. Arithmetic: exact.
 *
 * @param direction - shape [D]; null for t ignored, that is f(origin)
 */
export function evaluateExactly(
  network: Network,
  origin: readonly number[],
  direction: readonly number[] | null,
  t: Rational,
): ExactValues {
  const factor: Dyadic = { mantissa: t.denominator, exponent: 0 };
  const step: Dyadic = { mantissa: t.numerator, exponent: 0 };
  const input = origin.map((value, d) => {
    const start = multiplyDyadic(dyadicOf(value), factor);
    return direction ? addDyadic(start, multiplyDyadic(dyadicOf(direction[d]), step)) : start;
  });
  const values: Dyadic[][] = [input];
  for (const { operation, inputs } of network.nodes) {
    values.push(
      apply(
        operation,
        inputs.map((v) => values[v]),
        factor,
      ),
    );
  }
  return { denominator: t.denominator, values };
}

/** Entry i of value v as a fraction. */
export function entryOf({ values, denominator }: ExactValues, v: number, i: number): Rational {
  return quotient(values[v][i], denominator);
}

/** `numerator / denominator`, the denominator positive. Exact. */
export function quotient({ mantissa, exponent }: Dyadic, denominator: bigint): Rational {
  if (denominator === 1n) return Rational.ofDyadic({ mantissa, exponent });
  return exponent >= 0
    ? new Rational(mantissa << BigInt(exponent), denominator)
    : new Rational(mantissa, denominator << BigInt(-exponent));
}

function apply(
  operation: Operation,
  inputs: readonly (readonly Dyadic[])[],
  factor: Dyadic,
): Dyadic[] {
  const x = inputs[0];
  switch (operation.kind) {
    case 'affine':
      return Array.from(operation.bias.nearest, (bias, i) => {
        let sum = multiplyDyadic(dyadicOf(bias), factor);
        operation.maps.forEach((map, k) => {
          const { columns, values } = map.row(i);
          for (let n = 0; n < columns.length; n++) {
            const weight = values[n];
            if (weight === 0) continue;
            sum = addDyadic(sum, multiplyDyadic(dyadicOf(weight), inputs[k][columns[n]]));
          }
        });
        return sum;
      });
    case 'activation':
      return x.map((value, i) => {
        const { breakpoints, slopes, intercepts } = doublesOf(operation.functionOf(i));
        let piece = 0;
        while (
          piece < breakpoints.length &&
          compareDyadic(value, multiplyDyadic(dyadicOf(breakpoints[piece]), factor)) > 0
        ) {
          piece++;
        }
        return addDyadic(
          multiplyDyadic(dyadicOf(slopes[piece]), value),
          multiplyDyadic(dyadicOf(intercepts[piece]), factor),
        );
      });
    case 'maximum':
      return operation.groups.map((group) => {
        let largest = x[group[0]];
        for (const i of group) if (compareDyadic(x[i], largest) > 0) largest = x[i];
        return largest;
      });
    case 'general':
      throw beyondPiecewiseAffine(operation.name, 'evaluateExactly');
    default:
      return unknownOperation(operation, 'evaluateExactly');
  }
}

/** The pieces of a function of a network whose constants are all doubles. */
function doublesOf(f: UnivariateFunction): FloatLines {
  if (f.kind === 'piecewise' && f.lines?.exact) return f.lines;
  throw beyondPiecewiseAffine(f.name, 'evaluateExactly');
}
