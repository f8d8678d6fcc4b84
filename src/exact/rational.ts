import { type Dyadic, dyadicOf } from './dyadic.js';

/**
 * A rational number in lowest terms with a positive denominator.
 *
 * Needed only where a quotient appears (`from`, gaps, danger scales); everything else in a
 * piecewise-affine network is dyadic. Arithmetic: exact.
 */
export class Rational {
  static readonly zero = new Rational(0n, 1n);
  readonly numerator: bigint;
  readonly denominator: bigint;

  /** @throws RangeError if the denominator is 0 */
  constructor(numerator: bigint, denominator: bigint) {
    if (denominator === 0n) throw new RangeError('Rational: denominator=0 must not be 0');
    const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
    this.numerator = numerator / divisor;
    this.denominator = denominator / divisor;
  }

  /** The rational number a finite double is. */
  static of(value: number): Rational {
    return Rational.ofDyadic(dyadicOf(value));
  }

  /** The rational number `mantissa · 2^exponent`. */
  static ofDyadic({ mantissa, exponent }: Dyadic): Rational {
    return exponent >= 0
      ? new Rational(mantissa << BigInt(exponent), 1n)
      : new Rational(mantissa, 1n << BigInt(-exponent));
  }

  /**
   * Reads `"3/2"` or `"3"`.
   *
   * @throws RangeError if the text is neither
   */
  static parse(text: string): Rational {
    const parts = /^(-?\d+)(?:\/(\d+))?$/.exec(text);
    if (!parts) throw new RangeError(`Rational.parse: text=${JSON.stringify(text)} must be p/q`);
    return new Rational(BigInt(parts[1]!), BigInt(parts[2] ?? '1'));
  }

  add(other: Rational): Rational {
    return new Rational(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  subtract(other: Rational): Rational {
    return this.add(other.negate());
  }

  multiply(other: Rational): Rational {
    return new Rational(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** @throws RangeError if `other` is 0 */
  divide(other: Rational): Rational {
    return new Rational(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  negate(): Rational {
    return new Rational(-this.numerator, this.denominator);
  }

  compare(other: Rational): -1 | 0 | 1 {
    const left = this.numerator * other.denominator;
    const right = other.numerator * this.denominator;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  get sign(): -1 | 0 | 1 {
    return this.numerator < 0n ? -1 : this.numerator > 0n ? 1 : 0;
  }

  /** The nearest double, ties to even; ±Infinity beyond the range of doubles. */
  toNumber(): number {
    return nearestDouble(this.numerator, this.denominator);
  }

  /** `p/q` in lowest terms, always with the denominator: `"2/1"`. */
  toString(): string {
    return `${this.numerator}/${this.denominator}`;
  }
}

/** The nearest double to a dyadic rational, ties to even. */
export function dyadicToNumber({ mantissa, exponent }: Dyadic): number {
  if (mantissa === 0n) return 0;
  return exponent >= 0
    ? nearestDouble(mantissa << BigInt(exponent), 1n)
    : nearestDouble(mantissa, 1n << BigInt(-exponent));
}

/**
 * Rounds `numerator / denominator` (denominator > 0) to the nearest double, ties to even.
 *
 * The unit in the last place is found first, so subnormal results are rounded only once.
 */
function nearestDouble(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  const sign = numerator < 0n ? -1 : 1;
  const magnitude = numerator < 0n ? -numerator : numerator;
  // 2^power ≤ magnitude / denominator < 2^(power + 1)
  let power = bitLength(magnitude) - bitLength(denominator);
  if (shifted(magnitude, -power) < shifted(denominator, power)) power -= 1;
  if (power > 1024) return sign * Infinity;
  if (power < -1076) return sign * 0;
  const unit = Math.max(power - 52, -1074);
  // One bit more than is kept: it and the remainder decide the rounding.
  const dividend = shifted(magnitude, 1 - unit);
  const divisor = shifted(denominator, unit - 1);
  const quotient = dividend / divisor;
  const kept = quotient >> 1n;
  const pastHalf = quotient * divisor !== dividend || (kept & 1n) === 1n;
  const rounded = (quotient & 1n) === 1n && pastHalf ? kept + 1n : kept;
  return sign * Number(rounded) * 2 ** unit;
}

/** `value · 2^bits` for bits ≥ 0, `value` itself otherwise: scales one side of a quotient. */
function shifted(value: bigint, bits: number): bigint {
  return bits > 0 ? value << BigInt(bits) : value;
}

/** Number of binary digits of a non-negative integer; 0 for 0. */
export function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hex = value.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex[0]!, 16)));
}

function greatestCommonDivisor(x: bigint, y: bigint): bigint {
  let a = x < 0n ? -x : x;
  let b = y < 0n ? -y : y;
  if (a === 1n || b === 1n) return 1n;
  if (a === 0n || b === 0n) return a + b === 0n ? 1n : a + b;
  // Sums and products of doubles have powers of two below the line: no division is needed.
  if ((b & (b - 1n)) === 0n) {
    const lowestBit = a & -a;
    return lowestBit < b ? lowestBit : b;
  }
  while (b > LARGEST_SAFE) [a, b] = [b, a % b];
  if (b === 0n) return a;
  // What is left fits doubles exactly, and those are faster.
  let [m, n] = [Number(b), Number(a % b)];
  while (n !== 0) [m, n] = [n, m % n];
  return BigInt(m);
}

const LARGEST_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
