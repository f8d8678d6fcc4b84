import { bitLength } from './bitLength.js';
import type { Dyadic } from './dyadic.js';
import { floorDivide } from './floorDivide.js';
import { Rational } from './rational.js';
import { Real } from './real.js';

/**
 * A number between `lower·2^exponent` and `upper·2^exponent`.
 *
 * The enclosures that a walk of expansions computes with: like `Real`, but with about 160 bits and
 * one exponent for both ends, which sums and products need no divisor for.
 *
 * Arithmetic: outward rounded.
 */
export class Interval {
  static readonly zero = new Interval(0n, 0n, 0);

  private constructor(
    readonly lower: bigint,
    readonly upper: bigint,
    readonly exponent: number,
  ) {}

  /** @param lower - at most `upper` */
  static of(lower: bigint, upper: bigint, exponent: number): Interval {
    // The quickest way to say that neither is too long.
    if (lower > -LONG && upper < LONG) return new Interval(lower, upper, exponent);
    const excess = Math.max(bitLength(lower), bitLength(upper)) - BITS;
    const shift = BigInt(excess);
    return new Interval(lower >> shift, -(-upper >> shift), exponent + excess);
  }

  static ofDyadic({ mantissa, exponent }: Dyadic): Interval {
    return Interval.of(mantissa, mantissa, exponent);
  }

  static ofRational({ numerator, denominator }: Rational): Interval {
    const shift = BITS + bitLength(denominator) - bitLength(numerator);
    if (numerator === 0n) return Interval.zero;
    const [above, below] =
      shift >= 0
        ? [numerator << BigInt(shift), denominator]
        : [numerator, denominator << BigInt(-shift)];
    const quotient = floorDivide(above, below);
    const exact = quotient * below === above;
    return Interval.of(quotient, exact ? quotient : quotient + 1n, -shift);
  }

  static ofReal(real: Real): Interval {
    const lower = Interval.ofRational(real.lower);
    return real.rational ? lower : lower.hull(Interval.ofRational(real.upper));
  }

  toReal(): Real {
    return Real.between(
      Rational.ofDyadic({ mantissa: this.lower, exponent: this.exponent }),
      Rational.ofDyadic({ mantissa: this.upper, exponent: this.exponent }),
    );
  }

  /** −1, 0 or 1; null where numbers of either sign, or 0 and others, are enclosed. */
  get sign(): -1 | 0 | 1 | null {
    if (this.lower > 0n) return 1;
    if (this.upper < 0n) return -1;
    return this.lower === 0n && this.upper === 0n ? 0 : null;
  }

  negate(): Interval {
    return new Interval(-this.upper, -this.lower, this.exponent);
  }

  add(other: Interval): Interval {
    // Sums of many terms often have some that are exactly 0, and nothing to align for them.
    if (isZero(other)) return this;
    if (isZero(this)) return other;
    if (this.exponent === other.exponent) {
      return Interval.of(this.lower + other.lower, this.upper + other.upper, this.exponent);
    }
    const exponent = coarsest(this, other);
    return Interval.of(
      down(this.lower, this.exponent - exponent) + down(other.lower, other.exponent - exponent),
      up(this.upper, this.exponent - exponent) + up(other.upper, other.exponent - exponent),
      exponent,
    );
  }

  multiply(other: Interval): Interval {
    const exponent = this.exponent + other.exponent;
    if (this.lower >= 0n && other.lower >= 0n) {
      return Interval.of(this.lower * other.lower, this.upper * other.upper, exponent);
    }
    if (other.lower === other.upper) return this.times(other.lower, exponent);
    if (this.lower === this.upper) return other.times(this.lower, exponent);
    let least = this.lower * other.lower;
    let greatest = least;
    for (const product of [
      this.lower * other.upper,
      this.upper * other.lower,
      this.upper * other.upper,
    ]) {
      if (product < least) least = product;
      if (product > greatest) greatest = product;
    }
    return Interval.of(least, greatest, exponent);
  }

  /** The ends times a whole number, said to be at `exponent`. */
  private times(factor: bigint, exponent: number): Interval {
    if (factor === 0n) return Interval.zero;
    const first = this.lower * factor;
    const last = this.lower === this.upper ? first : this.upper * factor;
    return factor > 0n ? Interval.of(first, last, exponent) : Interval.of(last, first, exponent);
  }

  /** 1/x. @throws RangeError if x may be 0 */
  reciprocal(): Interval {
    const { sign } = this;
    if (!sign) throw new RangeError('Interval.reciprocal: the divisor may be 0');
    const shift = 2 * BITS + SLACK;
    const one = 1n << BigInt(shift);
    return Interval.of(
      floorDivide(sign > 0 ? one : -one, sign > 0 ? this.upper : -this.upper),
      -floorDivide(sign > 0 ? -one : one, sign > 0 ? this.lower : -this.lower),
      -shift - this.exponent,
    );
  }

  /** The smallest enclosure of both. */
  hull(other: Interval): Interval {
    const exponent = coarsest(this, other);
    const lower = [this, other].map((x) => down(x.lower, x.exponent - exponent));
    const upper = [this, other].map((x) => up(x.upper, x.exponent - exponent));
    return Interval.of(
      lower[0] < lower[1] ? lower[0] : lower[1],
      upper[0] > upper[1] ? upper[0] : upper[1],
      exponent,
    );
  }

  /** A double near the middle. */
  toNumber(): number {
    const sum = this.lower + this.upper;
    const excess = Math.max(0, bitLength(sum) - 64);
    return Number(sum >> BigInt(excess)) * 2 ** (this.exponent + excess - 1);
  }
}

/** Bits that ends keep; they may have `SLACK` more, so that not every sum is shifted. */
const BITS = 160;
const SLACK = 32;
/** Of larger magnitude than any end that is kept. */
const LONG = 1n << BigInt(BITS + SLACK);

/** Σ weights[i]·x[i], rounded once at the end. */
export function combination(weights: readonly Dyadic[], x: readonly Interval[]): Interval {
  let finest = Infinity;
  let top = -Infinity;
  for (let i = 0; i < x.length; i++) {
    const exponent = weights[i].exponent + x[i].exponent;
    finest = Math.min(finest, exponent);
    // What is 0 is no term, wherever its exponent is.
    if (isZero(x[i]) || weights[i].mantissa === 0n) continue;
    top = Math.max(top, topOf(x[i]) + weights[i].exponent + bitLength(weights[i].mantissa));
  }
  if (top === -Infinity) return Interval.zero;
  const exponent = Math.max(finest, top - BITS - 2 * SLACK);
  let lower = 0n;
  let upper = 0n;
  for (let i = 0; i < x.length; i++) {
    const { mantissa } = weights[i];
    const shift = weights[i].exponent + x[i].exponent - exponent;
    const [least, greatest] = mantissa >= 0n ? [x[i].lower, x[i].upper] : [x[i].upper, x[i].lower];
    lower += down(mantissa * least, shift);
    upper += up(mantissa * greatest, shift);
  }
  return Interval.of(lower, upper, exponent);
}

function isZero({ lower, upper }: Interval): boolean {
  return lower === 0n && upper === 0n;
}

/** An exponent at which a sum of two loses nothing that matters. */
function coarsest(x: Interval, y: Interval): number {
  const finest = Math.min(x.exponent, y.exponent);
  // Neither has more than BITS + SLACK bits, so a sum at the finer exponent is short enough.
  if (Math.abs(x.exponent - y.exponent) <= SLACK) return finest;
  const top = Math.max(topOf(x), topOf(y));
  return Math.max(finest, top - BITS - 2 * SLACK);
}

function topOf({ lower, upper, exponent }: Interval): number {
  const size = Math.max(bitLength(lower), bitLength(upper));
  return size === 0 ? -Infinity : exponent + size;
}

function down(value: bigint, shift: number): bigint {
  return shift >= 0 ? value << BigInt(shift) : value >> BigInt(-shift);
}

function up(value: bigint, shift: number): bigint {
  return shift >= 0 ? value << BigInt(shift) : -(-value >> BigInt(-shift));
}
