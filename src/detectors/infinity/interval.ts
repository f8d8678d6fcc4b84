/**
 * What is known of a real number: it lies between two doubles, ends included, infinite if need be.
 *
 * Arithmetic: rounded outwards, so that a result holds every value its operands can stand for.
 */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** One unit of rounding: the relative error of a float64 operation. */
export const UNIT = 2 ** -53;

/** The number itself, which a double holds exactly. */
export function exactly(value: number): Interval {
  return { lower: value, upper: value };
}

/** All numbers within `error` of a value; every number if the error is not known (NaN). */
export function around(value: number, error: number): Interval {
  if (Number.isNaN(error)) return { lower: -Infinity, upper: Infinity };
  return error === 0
    ? exactly(value)
    : { lower: below(value - error), upper: above(value + error) };
}

/** A double that a number was rounded to, one place either way. */
export function rounded(value: number): Interval {
  return { lower: below(value), upper: above(value) };
}

export function addIntervals(x: Interval, y: Interval): Interval {
  return { lower: below(x.lower + y.lower), upper: above(x.upper + y.upper) };
}

export function negateInterval({ lower, upper }: Interval): Interval {
  return { lower: -upper, upper: -lower };
}

export function multiplyIntervals(x: Interval, y: Interval): Interval {
  const products = [x.lower, x.upper].flatMap((a) =>
    // 0·∞ is 0 here: an infinite end stands for any finite number.
    [y.lower, y.upper].map((b) => (a === 0 || b === 0 ? 0 : a * b)),
  );
  return { lower: below(Math.min(...products)), upper: above(Math.max(...products)) };
}

/** x / y for a y whose lower end is above 0. */
export function divideIntervals(x: Interval, y: Interval): Interval {
  return multiplyIntervals(x, { lower: below(1 / y.upper), upper: above(1 / y.lower) });
}

/** The sign that every number of the interval has; null if they differ. */
export function signOfInterval({ lower, upper }: Interval): -1 | 0 | 1 | null {
  if (lower > 0) return 1;
  if (upper < 0) return -1;
  return lower === 0 && upper === 0 ? 0 : null;
}

/**
 * γ_n = n·u/(1 − n·u): the relative error of a float64 sum of n products, in any order, against the
 * sum of their absolute values (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.,
 * section 3.1).
 */
export function gammaOf(operations: number): number {
  const share = operations * UNIT;
  return share < 1 ? share / (1 - share) : Infinity;
}

function below(value: number): number {
  if (value === 0) return 0;
  // What overflows is finite in reals; what is no number is not known.
  if (value === Infinity) return Number.MAX_VALUE;
  if (!Number.isFinite(value)) return -Infinity;
  return value - Math.abs(value) * 2 ** -52 - Number.MIN_VALUE;
}

function above(value: number): number {
  return -below(-value);
}
