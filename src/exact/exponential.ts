import { enclosureOf, logarithmOfTwo, magnitudeOf, toFixed } from './fixedPoint.js';
import { Rational } from './rational.js';
import { Real } from './real.js';

/** Fraction bits of the series; 288 leave more than the 256 that an enclosure keeps. */
const BITS = 288;

/** Beyond this |x| the exponential is bounded by its value here. */
const LARGEST = 2 ** 17;

const LARGEST_EXPONENT = Rational.of(LARGEST);

/** What lies below that on the other side, once asked for: a number of very many digits. */
let least: Real | undefined;

/**
 * An enclosure of eˣ, relative width about 2^-255 for a rational x with |x| ≤ 131,072.
 *
 * Below −131,072 the lower end is 0.
 *
 * @throws RangeError if x may exceed 131,072: the number has too many digits to be of use
 *
 * @example
 * ```ts
 * exp(Real.one).toNumber(); // 2.718281828459045
 * ```
 */
export function exp(x: Real): Real {
  if (x.isZero) return Real.one;
  const upper = expOfRational(x.upper);
  return x.rational ? upper : Real.between(expOfRational(x.lower).lower, upper.upper);
}

/**
 * eˣ = 2^k·e^r with |r| ≤ 0.35, and e^r = (e^(r/256))^256 by Taylor's series.
 *
 * Error in units of 2^-288: r is off by 2 (rounding of x, and k·ln 2 computed with 64 more bits and
 * |k| < 2^18). The series has fewer than 2^5 terms, each rounded down with its predecessor's error
 * shrunk by |r|/256 < 2^-9, so it is off by less than 2^6, tail included; each of the 8 squarings
 * of a number below 1.42 at most doubles the relative error and adds 2. Together below 2^16.
 */
function expOfRational(x: Rational): Real {
  if (x.numerator === 0n) return Real.one;
  if (x.compare(LARGEST_EXPONENT) > 0) throw new RangeError(`exp: ${x.toNumber()} is too large`);
  if (x.compare(LARGEST_EXPONENT.negate()) < 0) {
    least ??= Real.between(Rational.zero, expOfRational(LARGEST_EXPONENT.negate()).upper);
    return least;
  }
  const magnitude = magnitudeOf(x);
  // 1 + x ≤ eˣ ≤ 1 + x + x² for |x| ≤ 1: enough where x² is below what an enclosure keeps.
  if (magnitude < -BITS) {
    const linear = Rational.one.add(x);
    return Real.between(linear, linear.add(x.multiply(x)));
  }
  const k = Math.round(x.toNumber() / Math.LN2);
  const finer = BITS + 64;
  const reduced = (toFixed(x, finer) - BigInt(k) * logarithmOfTwo(finer)) >> 64n;
  const r = reduced >> 8n;
  const one = 1n << BigInt(BITS);
  let term = one;
  let sum = one;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = (term * r) >> BigInt(BITS);
    // Rounds down, for negative numbers too: at most one unit off.
    term = term < 0n ? -((-term + n - 1n) / n) : term / n;
    sum += term;
  }
  for (let squaring = 0; squaring < 8; squaring++) sum = (sum * sum) >> BigInt(BITS);
  // Cutting r off after its eighth bit more shifts the result by less than 2^8 units besides.
  return enclosureOf({ mantissa: sum, error: 1n << 17n }, BITS - k);
}

/**
 * An enclosure of the natural logarithm, absolute width about 2^-250 relative to its size.
 *
 * @throws RangeError if x may be 0 or negative
 *
 * @example
 * ```ts
 * log(Real.of(2)).toNumber(); // 0.6931471805599453
 * ```
 */
export function log(x: Real): Real {
  if (x.lower.sign <= 0) throw new RangeError(`log: ${x.toNumber()} may not be positive`);
  const lower = logOfRational(x.lower);
  return x.rational ? lower : Real.between(lower.lower, logOfRational(x.upper).upper);
}

/**
 * log(m·2^k) = y + log(m·e^-y) + k·ln 2 for a double y near log m: the middle term is log(1 + u)
 * with |u| < 2^-40, by its alternating series.
 */
function logOfRational(x: Rational): Real {
  if (x.compare(Rational.one) === 0) return Real.zero;
  let k = magnitudeOf(x);
  let m = scale(x, -k);
  if (m.toNumber() > 1.5) {
    k += 1;
    m = scale(x, -k);
  }
  const y = Math.log(m.toNumber());
  const u = Real.ofRational(m)
    .multiply(exp(Real.of(-y)))
    .subtract(Real.one);
  let power = Real.one;
  let middle = Real.zero;
  // |u|^7/7 < 2^-280: what is left of an alternating series, or of one bounded by a geometric one.
  for (let n = 1; n <= 7; n++) {
    power = power.multiply(u);
    middle = middle.add(
      power.multiply(Real.ofRational(new Rational(n % 2 === 1 ? 1n : -1n, BigInt(n)))),
    );
  }
  const tail = power.multiply(u).absolute().upper;
  const near = Real.of(y).add(middle).add(Real.between(tail.negate(), tail));
  if (k === 0) return near;
  return near.add(LOG_2.multiply(Real.of(k)));
}

const LOG_2 = enclosureOf({ mantissa: logarithmOfTwo(BITS + 64), error: 1n << 8n }, BITS + 64);

function scale(x: Rational, exponent: number): Rational {
  return exponent >= 0
    ? new Rational(x.numerator << BigInt(exponent), x.denominator)
    : new Rational(x.numerator, x.denominator << BigInt(-exponent));
}
