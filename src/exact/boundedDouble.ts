/**
 * Elementary functions of a double in float64, each with a proven bound on its error.
 *
 * `Math.exp` and its kin promise no accuracy, so what is certified is made here of sums, products
 * and quotients, which IEEE 754 rounds correctly: u = 2^-53 each. Where a library function serves
 * as a first guess, the guess is verified.
 */
export interface BoundedDouble {
  /** Near the number. */
  readonly value: number;
  /** |value − the number| is at most this; Infinity: nothing is known. */
  readonly error: number;
}

const UNKNOWN_DOUBLE: BoundedDouble = { value: 0, error: Infinity };

/** A value with a relative error; what is too small for a relative bound gets an absolute one. */
export function relatively(value: number, relative: number): BoundedDouble {
  return { value, error: Math.abs(value) * relative * (1 + 2 ** -50) + SMALLEST };
}

/** Below this products may lose more than u relatively. */
const SMALLEST = 2 ** -1000;

/** The high 32 bits of ln 2, so that k·LN2_HIGH is exact for |k| < 2^20, and the rest. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** The relative error of `exponential` where it is not tiny. */
export const EXPONENTIAL_ERROR = 2 ** -49;

/**
 * eˣ, relative error at most 2^-49 above 2^-1000.
 *
 * e^x = 2^k·e^r, |r| ≤ 0.35. x − k·LN2_HIGH is exact (Sterbenz), so r is off by u·|r| and 2^-80;
 * e^r = 1 + r·(1 + r/2·(1 + r/3·…)) to degree 14 leaves 2^-63 (Taylor, 0.35^15·1.42/15!). A stage
 * v ↦ 1 + (r/n)·v rounds three times, and shrinks what it is given by |r|/n ≤ 0.35: together less
 * than 5u of a result above 0.7, plus 0.4u for r. 2^-49 = 16u leaves room.
 */
export function exponential(x: number): BoundedDouble {
  if (x === 0) return { value: 1, error: 0 };
  // Below −1000·ln 2 = −693.2 it is less than that.
  if (x < -694) return { value: 0, error: SMALLEST };
  if (!(x < 709)) return UNKNOWN_DOUBLE;
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  return relatively((1 + seriesOfExponential(r)) * 2 ** k, EXPONENTIAL_ERROR);
}

/** The relative error of `exponentialLessOne`. */
const LESS_ONE_ERROR = 2 ** -47;

/**
 * eˣ − 1, relative error at most 2^-47.
 *
 * Near 0 by the series without its 1: relative error 8u by the same count. Else e^x − 1 with
 * |e^x − 1| ≥ 0.29: 2^-49·e^x + u relatively to that; for x < 0 at most 2^-49/0.4.
 */
export function exponentialLessOne(x: number): BoundedDouble {
  if (Math.abs(x) <= 0.35) return relatively(seriesOfExponential(x), LESS_ONE_ERROR);
  const { value, error } = exponential(x);
  return { value: value - 1, error: error + Math.abs(value - 1) * 2 ** -52 };
}

/** e^r − 1 for |r| ≤ 0.35, to degree 14. */
function seriesOfExponential(r: number): number {
  let stage = 1;
  for (let n = 14; n >= 2; n--) stage = 1 + (r / n) * stage;
  return r * stage;
}

/**
 * log(1 + s) for 0 ≤ s ≤ 1, relative error at most 2^-47: 2·artanh(z), z = s/(2 + s) ≤ 1/3, by its
 * series of positive terms z^(2n + 1)/(2n + 1) to n = 17 (what is left is below 9^-18/32 of it).
 * A nested sum of positive terms: three roundings a stage, each stage's inherited error shrunk by
 * z² ≤ 1/9; with those of z less than 12u.
 */
export function logarithmOfOnePlus(s: number): BoundedDouble {
  const z = s / (2 + s);
  const square = z * z;
  let sum = 1 / 35;
  for (let n = 16; n >= 0; n--) sum = 1 / (2 * n + 1) + square * sum;
  return relatively(2 * z * sum, 2 ** -47);
}

/**
 * log x for a positive x: the library's guess y, verified. log x = y + log(x·e^-y), and the product
 * p ≈ x·e^-y is known to 2^-48 relatively; |log p| ≤ |p − 1|·(1 + |p − 1|) for |p − 1| < 1/2.
 */
export function logarithm(x: number): BoundedDouble {
  if (x === 1) return { value: 0, error: 0 };
  if (!(x > 2 ** -900 && x < 2 ** 900)) return UNKNOWN_DOUBLE;
  const y = Math.log(x);
  const product = x * exponential(-y).value;
  const off = Math.abs(product - 1) + 2 ** -48;
  return off < 2 ** -10 ? { value: y, error: off * (1 + 2 ** -9) } : UNKNOWN_DOUBLE;
}

/** factor·y for a factor that is off by at most `relative` of itself. */
export function timesBounded(
  factor: number,
  { value, error }: BoundedDouble,
  relative = 0,
): BoundedDouble {
  const product = factor * value;
  if (!Number.isFinite(product)) return UNKNOWN_DOUBLE;
  const inherited = Math.abs(factor) * error * (1 + relative);
  const own = Math.abs(product) * (2 ** -53 + relative);
  return { value: product, error: (inherited + own) * (1 + 2 ** -50) + SMALLEST };
}

/** f(x) for an x off by at most `relative` of itself, f with |x·f′(x)| ≤ `steepness` there. */
export function movedBy(relative: number, steepness: number, y: BoundedDouble): BoundedDouble {
  return { value: y.value, error: (y.error + relative * steepness) * (1 + 2 ** -50) };
}
