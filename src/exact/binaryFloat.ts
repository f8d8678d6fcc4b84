import { exponentialOf, logarithmOf } from './binaryElementary.js';
import { bitLength } from './bitLength.js';
import { type Dyadic, dyadicOf } from './dyadic.js';
import { pi } from './fixedPoint.js';
import { integerSquareRoot } from './integerSquareRoot.js';
import { dyadicToNumber, Rational } from './rational.js';

/** Bits a mantissa may have beyond its precision, so that not every sum and product is rounded. */
const SLACK = 32;

const LOG_2 = Math.log10(2);

/** What an operation takes beside numbers of its own kind: a double, or text such as `1e-30`. */
export type BinaryOperand = BinaryFloat | number | string;

/**
 * Binary floating point with a mantissa of many bits and exponents up to 2^53: `mantissa·2^exponent`.
 *
 * Sums, differences, products, quotients and square roots are off by at most 2^−bits of their size,
 * exponentials and logarithms by 2^(1 − bits). Made for a hundred digits, where whole numbers of the
 * language do in one step what decimals in words of seven digits do in a hundred. Its methods are
 * named as those of the decimals of mathjs, which tests compare it with.
 *
 * @example
 * ```ts
 * BinaryFloat.of(2, 214).sqrt().toNumber(); // 1.4142135623730951
 * ```
 */
export class BinaryFloat {
  private constructor(
    readonly mantissa: bigint,
    readonly exponent: number,
    private readonly bits: number,
  ) {}

  /** A finite double, a fraction or decimal text, rounded to so many bits. */
  static of(value: number | string | Rational, bits: number): BinaryFloat {
    if (typeof value === 'number') return BinaryFloat.ofDyadic(dyadicOf(value), bits);
    return BinaryFloat.ofRational(typeof value === 'string' ? fractionOf(value) : value, bits);
  }

  static pi(bits: number): BinaryFloat {
    // Off by less than 2^8 units for each 2^3 bits.
    return BinaryFloat.ofDyadic({ mantissa: pi(bits + 64), exponent: -bits - 64 }, bits);
  }

  private static ofRational({ numerator, denominator }: Rational, bits: number): BinaryFloat {
    if (denominator === 1n) return BinaryFloat.ofDyadic({ mantissa: numerator, exponent: 0 }, bits);
    const shift = Math.max(0, bits + 2 + bitLength(denominator) - bitLength(numerator));
    const mantissa = (numerator << BigInt(shift)) / denominator;
    return BinaryFloat.ofDyadic({ mantissa, exponent: -shift }, bits);
  }

  private static ofDyadic({ mantissa, exponent }: Dyadic, bits: number): BinaryFloat {
    const excess = bitLength(mantissa) - bits;
    if (excess <= SLACK) return new BinaryFloat(mantissa, exponent, bits);
    // To the nearest: half a unit of the last place of at least `bits` bits.
    const half = 1n << BigInt(excess - 1);
    return new BinaryFloat((mantissa + half) >> BigInt(excess), exponent + excess, bits);
  }

  /** The same number, rounded to so many bits. */
  withBits(bits: number): BinaryFloat {
    return bits === this.bits ? this : BinaryFloat.ofDyadic(this, bits);
  }

  plus(other: BinaryOperand): BinaryFloat {
    const y = this.operand(other);
    if (y.mantissa === 0n) return this;
    if (this.mantissa === 0n) return y.withBits(this.bits);
    const [high, low] = this.exponent >= y.exponent ? [this, y] : [y, this];
    const shift = high.exponent - low.exponent;
    if (shift > 2 * (this.bits + SLACK)) {
      // The one is below half a unit of the last place of the other, unless that is short.
      const top = bitLength(high.mantissa) + high.exponent;
      const below = bitLength(low.mantissa) + low.exponent;
      if (top - below > this.bits + 1) return high.withBits(this.bits);
    }
    const mantissa = (high.mantissa << BigInt(shift)) + low.mantissa;
    return BinaryFloat.ofDyadic({ mantissa, exponent: low.exponent }, this.bits);
  }

  minus(other: BinaryOperand): BinaryFloat {
    return this.plus(this.operand(other).neg());
  }

  times(other: BinaryOperand): BinaryFloat {
    const y = this.operand(other);
    const mantissa = this.mantissa * y.mantissa;
    return mantissa === 0n
      ? new BinaryFloat(0n, 0, this.bits)
      : BinaryFloat.ofDyadic({ mantissa, exponent: this.exponent + y.exponent }, this.bits);
  }

  /** @throws RangeError if the divisor is 0 */
  div(other: BinaryOperand): BinaryFloat {
    const y = this.operand(other);
    const shift = this.bits + 2 + bitLength(y.mantissa) - bitLength(this.mantissa);
    const mantissa =
      shift >= 0
        ? (this.mantissa << BigInt(shift)) / y.mantissa
        : this.mantissa / (y.mantissa << BigInt(-shift));
    return BinaryFloat.ofDyadic(
      { mantissa, exponent: this.exponent - y.exponent - shift },
      this.bits,
    );
  }

  neg(): BinaryFloat {
    return new BinaryFloat(-this.mantissa, this.exponent, this.bits);
  }

  abs(): BinaryFloat {
    return this.mantissa < 0n ? this.neg() : this;
  }

  /** @throws RangeError if the number is negative */
  sqrt(): BinaryFloat {
    if (this.mantissa < 0n) throw new RangeError('BinaryFloat.sqrt: the number is negative');
    if (this.mantissa === 0n) return this;
    let shift = Math.max(0, 2 * this.bits + 2 - bitLength(this.mantissa));
    if ((this.exponent - shift) % 2 !== 0) shift += 1;
    const mantissa = integerSquareRoot(this.mantissa << BigInt(shift));
    return BinaryFloat.ofDyadic({ mantissa, exponent: (this.exponent - shift) / 2 }, this.bits);
  }

  /** e^x; 0 below −2^52. @throws RangeError above 2^52 */
  exp(): BinaryFloat {
    return BinaryFloat.ofDyadic(exponentialOf(this, this.bits), this.bits);
  }

  /** @throws RangeError if the number is not positive */
  ln(): BinaryFloat {
    return BinaryFloat.ofDyadic(logarithmOf(this, this.bits), this.bits);
  }

  gt(other: BinaryOperand): boolean {
    return this.compare(other) > 0;
  }

  lt(other: BinaryOperand): boolean {
    return this.compare(other) < 0;
  }

  eq(other: BinaryOperand): boolean {
    return this.compare(other) === 0;
  }

  isZero(): boolean {
    return this.mantissa === 0n;
  }

  isNegative(): boolean {
    return this.mantissa < 0n;
  }

  isFinite(): boolean {
    return true;
  }

  /** The decimal exponent: |x| < 10^(e + 1); one too large where |x| is hardly below a power of ten. */
  get e(): number {
    const { fraction, exponent } = this.scaled();
    const logarithm = Math.log10(Math.abs(fraction)) + exponent * LOG_2;
    // Rounded up by more than its own error.
    return Math.floor(logarithm + 1e-9 + Math.abs(logarithm) * 2 ** -50);
  }

  /** x = fraction·2^exponent, the fraction a double from 1/2 to 1. */
  scaled(): { readonly fraction: number; readonly exponent: number } {
    const exponent = bitLength(this.mantissa);
    const fraction = dyadicToNumber({ mantissa: this.mantissa, exponent: -exponent });
    return { fraction, exponent: exponent + this.exponent };
  }

  /** The nearest double; ±Infinity beyond their range. */
  toNumber(): number {
    const top = bitLength(this.mantissa) + this.exponent;
    if (top > 1100) return this.mantissa < 0n ? -Infinity : Infinity;
    return top < -1100 ? 0 : dyadicToNumber(this);
  }

  toString(): string {
    return `${this.mantissa}·2^${this.exponent}`;
  }

  private compare(other: BinaryOperand): number {
    const y = this.operand(other);
    const sign = Number(this.mantissa > 0n) - Number(this.mantissa < 0n);
    const otherSign = Number(y.mantissa > 0n) - Number(y.mantissa < 0n);
    if (sign !== otherSign || sign === 0) return sign - otherSign;
    const top = bitLength(this.mantissa) + this.exponent;
    const otherTop = bitLength(y.mantissa) + y.exponent;
    if (top !== otherTop) return top > otherTop ? sign : -sign;
    const shift = this.exponent - y.exponent;
    const [left, right] =
      shift >= 0
        ? [this.mantissa << BigInt(shift), y.mantissa]
        : [this.mantissa, y.mantissa << BigInt(-shift)];
    return left > right ? 1 : left < right ? -1 : 0;
  }

  private operand(other: BinaryOperand): BinaryFloat {
    if (typeof other === 'object') return other;
    if (typeof other === 'number' && Number.isSafeInteger(other)) {
      return new BinaryFloat(BigInt(other), 0, this.bits);
    }
    return BinaryFloat.of(other, this.bits);
  }
}

/** Decimal text as the fraction it is. */
function fractionOf(text: string): Rational {
  const [, sign, whole, places = '', power = '0'] =
    /^([-+]?)(\d*)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(text) ?? [];
  const digits = BigInt(`${whole}${places}`);
  const scale = Number(power) - places.length;
  const signed = sign === '-' ? -digits : digits;
  return scale >= 0
    ? new Rational(signed * 10n ** BigInt(scale), 1n)
    : new Rational(signed, 10n ** BigInt(-scale));
}
