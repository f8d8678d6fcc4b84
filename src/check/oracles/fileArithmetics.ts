import type { BigNumber } from 'mathjs';
import type { FileArithmetic } from '../../claims/beyond/fileArithmetic.js';
import { erfFloat64 } from '../../network/errorFunction.js';
import type { Arithmetic } from '../../uncertainty/precise/arithmetic.js';

/** A double and a bound of how far it is off. */
export interface RoundedNumber {
  readonly value: number;
  readonly error: number;
}

const UNIT = 2 ** -53;
const TINY = 2 ** -1070;
/** For the rounding of the errors themselves. */
const GENEROUS = 1 + 2 ** -20;

/**
 * Doubles with a running error bound: what each operation rounds, and what it makes of the errors it
 * is given. Library functions are taken to be within 4 units in the last place, erf within 2^-48.
 */
export const ROUNDED: FileArithmetic<RoundedNumber> = {
  of: (value) => ({ value, error: 0 }),
  pi: () => ({ value: Math.PI, error: 2 ** -52 }),
  negate: ({ value, error }) => ({ value: -value, error }),
  // A sum does not underflow: what is exactly 0 is known to be.
  add: (x, y) => {
    const value = x.value + y.value;
    return { value, error: GENEROUS * (x.error + y.error + UNIT * Math.abs(value)) };
  },
  multiply: (x, y) =>
    rounded(
      x.value * y.value,
      Math.abs(x.value) * y.error + Math.abs(y.value) * x.error + x.error * y.error,
    ),
  divide: (x, y) => {
    const least = Math.abs(y.value) - y.error;
    if (!(least > 0)) return { value: x.value / y.value, error: Infinity };
    const value = x.value / y.value;
    return rounded(value, (x.error + Math.abs(value) * y.error) / least);
  },
  squareRoot: ({ value, error }) => {
    const least = value - error;
    const root = Math.sqrt(Math.max(0, value));
    // |√(x + e) − √x| ≤ √e, and ≤ e/√(least).
    return rounded(root, least > 0 ? error / Math.sqrt(least) : Math.sqrt(error));
  },
  exp: ({ value, error }) => {
    const own = Math.exp(value);
    return rounded(own, own * (Math.expm1(Math.min(error, 700)) + 8 * UNIT));
  },
  erf: ({ value, error }) => rounded(erfFloat64(value), 1.1284 * error + 2 ** -48),
  logOnePlus: ({ value, error }) => rounded(Math.log1p(value), error + 8 * UNIT * Math.abs(value)),
  larger: (x, y) => ({
    value: Math.max(x.value, y.value),
    error: Math.max(x.error, y.error),
  }),
  sign: ({ value, error }) =>
    value > error ? 1 : value < -error ? -1 : error === 0 && value === 0 ? 0 : null,
  either: (x, y) => {
    const lower = Math.min(x.value - x.error, y.value - y.error);
    const upper = Math.max(x.value + x.error, y.value + y.error);
    return rounded((lower + upper) / 2, (upper - lower) / 2);
  },
};

function rounded(value: number, error: number): RoundedNumber {
  return { value, error: GENEROUS * (error + UNIT * Math.abs(value)) + TINY };
}

/** Numbers of many digits. */
export function decimals(arithmetic: Arithmetic): FileArithmetic<BigNumber> {
  const { zero } = arithmetic;
  const pi = arithmetic.pi();
  const converted = new Map<number, BigNumber>();
  return {
    of: (value) => {
      let known = converted.get(value);
      if (!known) converted.set(value, (known = arithmetic.of(value)));
      return known;
    },
    pi: () => pi,
    negate: (x) => x.neg(),
    add: (x, y) => x.plus(y),
    multiply: (x, y) => x.times(y),
    divide: (x, y) => x.div(y),
    squareRoot: (x) => x.sqrt(),
    // Below 10^-800, which no sum here of numbers of 112 digits sees.
    exp: (x) => (x.lt(-2000) ? zero : x.exp()),
    erf: (x) => erfOf(x, arithmetic),
    logOnePlus: (x) => arithmetic.log1p(x),
    larger: (x, y) => (y.gt(x) ? y : x),
    sign: (x) => (x.gt(zero) ? 1 : x.lt(zero) ? -1 : 0),
    either: (x) => x,
  };
}

/** Beyond this |x| the error function is ±1 to 120 digits. */
const ERF_IS_ONE = 17;

/**
 * erf x = (2/√π)·e^(−x²)·Σ 2ⁿx^(2n+1)/(2n+1)!!, a series of positive terms: nothing cancels.
 */
function erfOf(x: BigNumber, arithmetic: Arithmetic): BigNumber {
  const { one, zero } = arithmetic;
  if (x.isZero()) return zero;
  if (x.abs().gt(ERF_IS_ONE)) return x.isNegative() ? one.neg() : one;
  const square = x.times(x);
  let term = x;
  let sum = x;
  for (let n = 1; ; n++) {
    term = term
      .times(square)
      .times(2)
      .div(2 * n + 1);
    const next = sum.plus(term);
    if (next.eq(sum)) break;
    sum = next;
  }
  const factor = arithmetic.of(2).div(arithmetic.pi().sqrt());
  return factor.times(square.neg().exp()).times(sum);
}
