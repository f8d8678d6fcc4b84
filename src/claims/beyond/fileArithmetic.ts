/**
 * Numbers that a network file of any layers is evaluated in: enclosures, decimals of 64 digits,
 * doubles with their error.
 *
 * No comparison is asked for, so that a number known only within bounds is one too.
 */
export interface FileArithmetic<Value> {
  /** The number a double is. */
  of(value: number): Value;
  /** π. */
  pi(): Value;
  negate(x: Value): Value;
  add(x: Value, y: Value): Value;
  multiply(x: Value, y: Value): Value;
  /** x/y, y not 0. */
  divide(x: Value, y: Value): Value;
  /** Of a number that is not negative. */
  squareRoot(x: Value): Value;
  /** eˣ of a number that is not positive. */
  exp(x: Value): Value;
  /** The error function. */
  erf(x: Value): Value;
  /** ln(1 + x) for 0 ≤ x ≤ 1. */
  logOnePlus(x: Value): Value;
  larger(x: Value, y: Value): Value;
  /** Which side of a threshold a number is on: −1, 0 or 1; null where that is not known. */
  sign(x: Value): -1 | 0 | 1 | null;
  /** Some number between, for a value that is either of two. */
  either(x: Value, y: Value): Value;
}

/** x − y. */
export function difference<Value>(how: FileArithmetic<Value>, x: Value, y: Value): Value {
  return how.add(x, how.negate(y));
}

/** The smaller of two. */
export function smaller<Value>(how: FileArithmetic<Value>, x: Value, y: Value): Value {
  return how.negate(how.larger(how.negate(x), how.negate(y)));
}

/** |x|. */
export function magnitude<Value>(how: FileArithmetic<Value>, x: Value): Value {
  return how.larger(x, how.negate(x));
}

/** Σ weights[i]·values[i] + bias. */
export function weightedSum<Value>(
  how: FileArithmetic<Value>,
  weights: readonly number[],
  values: readonly Value[],
  bias: number,
): Value {
  return weights.reduce(
    (sum, weight, i) =>
      weight === 0 ? sum : how.add(sum, how.multiply(how.of(weight), values[i])),
    how.of(bias),
  );
}

/** Softmax within one group of scores, stable: shares of the largest. */
export function sharesOf<Value>(how: FileArithmetic<Value>, scores: readonly Value[]): Value[] {
  // Each against the others: e^d/Σ e^d' over differences that are not positive.
  const largest = scores.reduce((x, y) => how.larger(x, y));
  const grown = scores.map((score) =>
    how.exp(smaller(how, difference(how, score, largest), how.of(0))),
  );
  const sum = grown.reduce((x, y) => how.add(x, y));
  return grown.map((value) => how.divide(value, sum));
}
