import { bitLength } from './bitLength.js';
import { type Dyadic, dyadicOf, ONE, ZERO } from './dyadic.js';
import { logarithmOfTwo } from './fixedPoint.js';
import { dyadicToNumber } from './rational.js';

/** Bits beyond those wanted that series are summed with. */
const GUARD = 64;
/** The argument of the exponential's series is halved so often, and its sum squared as often. */
const HALVINGS = 8;
/** Exponents of results stay whole numbers that doubles tell apart. */
const LARGEST_MAGNITUDE = 52;

/**
 * eˣ with a relative error below 2^−bits, for bits up to 2^16; 0 below −2^52, where e^x is less than
 * 10^(−10^15).
 *
 * eˣ = 2^k·e^r, |r| < 2, and e^r = (e^(r/256))^256 by Taylor's series in fixed point of W = bits + 64
 * fraction bits. In units of 2^−W: r is off by less than 2, since k·ln 2 is taken with 40 bits more
 * than k has, of which the error of ln 2, at most 2 units for each of its fewer than 2^15 terms,
 * takes 17. The series has fewer than 2^13 terms, each rounded twice, and is off by less than
 * 2^15; a squaring at most doubles the relative error and rounds once: less than 2^24 after eight.
 * e^r > 2^−3, so the relative error is below 2^(27 − 64 − bits).
 *
 * @throws RangeError if x exceeds 2^52
 */
export function exponentialOf(x: Dyadic, bits: number): Dyadic {
  if (x.mantissa === 0n) return ONE;
  const magnitude = bitLength(x.mantissa) + x.exponent;
  if (magnitude > LARGEST_MAGNITUDE) {
    if (x.mantissa < 0n) return ZERO;
    throw new RangeError(`exponentialOf: 2^${magnitude} is too large`);
  }
  const width = bits + GUARD;
  if (magnitude < -width) return ONE;
  // A multiple of 64, so that ln 2 is computed few times.
  const finer = width + 64 * Math.ceil((Math.max(0, magnitude) + 40) / 64);
  const k = Math.round(dyadicToNumber(x) / Math.LN2);
  const reduced = atBits(x, finer) - BigInt(k) * logarithmOfTwo(finer);
  const sum = seriesOfExponential(reduced >> BigInt(finer - width + HALVINGS), width);
  return { mantissa: squaredOften(sum, width), exponent: k - width };
}

/** e^r, r and result in fixed point. */
function seriesOfExponential(r: bigint, width: number): bigint {
  const shift = BigInt(width);
  let term = 1n << shift;
  let sum = term;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = ((term * r) >> shift) / n;
    sum += term;
  }
  return sum;
}

function squaredOften(value: bigint, width: number): bigint {
  let square = value;
  for (let n = 0; n < HALVINGS; n++) square = (square * square) >> BigInt(width);
  return square;
}

/**
 * The natural logarithm of a positive number with a relative error below 2^−bits, for bits up to 2^16.
 *
 * x = m·2^k with m from 3/4 to 3/2. With the double y near log m, log m = y + log(1 + u),
 * u = m·e^−y − 1 below 2^−40; near 1, y is 0 and as many bits are added as u has zeros. Fixed point
 * of W bits: u is off by less than 2^3 units, each of the alternating series' fewer than 2^15 terms
 * by two and k·ln 2 by 2^6, since ln 2 is taken with 64 bits more. Less than 2^17 units of 2^−W
 * together, of a logarithm of at least 2^−10: below 2^(27 − 64 − bits).
 *
 * @throws RangeError if x is not positive
 */
export function logarithmOf(x: Dyadic, bits: number): Dyadic {
  if (x.mantissa <= 0n) throw new RangeError('logarithmOf: the number must be positive');
  const length = bitLength(x.mantissa);
  let lead = leadOf(x.mantissa, length);
  let k = length + x.exponent;
  if (lead < 0.75) {
    lead *= 2;
    k -= 1;
  }
  const m: Dyadic = { mantissa: x.mantissa, exponent: x.exponent - k };
  if (k === 0) {
    const difference = m.mantissa - (1n << BigInt(-m.exponent));
    if (difference === 0n) return ZERO;
    const zeros = -(bitLength(difference) + m.exponent);
    if (zeros > 8) {
      const width = bits + GUARD + zeros;
      const u = atBits({ mantissa: difference, exponent: m.exponent }, width);
      return { mantissa: seriesOfLogarithm(u, width), exponent: -width };
    }
  }
  const width = bits + GUARD;
  const y = dyadicOf(Math.log(lead));
  const decay = exponentialOf({ mantissa: -y.mantissa, exponent: y.exponent }, width);
  const product = (atBits(m, width) * atBits(decay, width)) >> BigInt(width);
  const rest = seriesOfLogarithm(product - (1n << BigInt(width)), width);
  const twos = (BigInt(k) * logarithmOfTwo(width + 64)) >> 64n;
  return { mantissa: atBits(y, width) + rest + twos, exponent: -width };
}

/** The first bits of a positive whole number of this length, as a double from 1/2 to 1. */
function leadOf(value: bigint, length: number): number {
  return length <= 64
    ? Number(value) / 2 ** length
    : Number(value >> BigInt(length - 64)) / 2 ** 64;
}

/** log(1 + u) for |u| < 2^−8, both in fixed point. */
function seriesOfLogarithm(u: bigint, width: number): bigint {
  const shift = BigInt(width);
  let power = u;
  let sum = 0n;
  for (let n = 1n; power !== 0n && power !== -1n; n++) {
    sum += n % 2n === 1n ? power / n : -(power / n);
    power = (power * u) >> shift;
  }
  return sum;
}

/** x in fixed point with so many fraction bits, rounded down. */
function atBits({ mantissa, exponent }: Dyadic, bits: number): bigint {
  const shift = exponent + bits;
  return shift >= 0 ? mantissa << BigInt(shift) : mantissa >> BigInt(-shift);
}
