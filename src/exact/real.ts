import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { instanceOf } from '../errors/kinds.js';
import { bitLength } from './bitLength.js';
import { floorDivide } from './floorDivide.js';
import { integerSquareRoot } from './integerSquareRoot.js';
import { isPowerOfTwo } from './isPowerOfTwo.js';
import { Rational } from './rational.js';

const rational = instanceOf(Rational, 'pass fractions');

/**
 * A real number as far as it is known: a rational, or enclosed between two.
 *
 * What a network's file stores is rational; what a reader has to compute from it may not be (the
 * square root in batch normalisation), and is then enclosed. Sums, products and quotients of
 * rationals stay rational; anything an enclosure enters is an enclosure of every value it could
 * have. A comparison that the enclosures do not settle is answered by null: *not known*.
 *
 * Arithmetic: exact for rationals; outward rounded to 256 significant bits for enclosures.
 *
 * @example
 * ```ts
 * Real.of(2).squareRoot().compare(Real.of(1.4)); // 1
 * Real.of(1).divide(Real.of(3)).rational?.toString(); // '1/3'
 * ```
 */
export class Real {
  static readonly zero = new Real(Rational.zero, Rational.zero);
  static readonly one = new Real(Rational.one, Rational.one);

  private constructor(
    /** The number is at least this. */
    readonly lower: Rational,
    /** The number is at most this. */
    readonly upper: Rational,
  ) {}

  /** The number a finite double is. */
  static of(value: number): Real {
    return value === 0 ? Real.zero : Real.ofRational(Rational.of(value));
  }

  static ofRational(value: Rational): Real {
    if (!(value instanceof Rational))
      checkArguments('Real.ofRational', { value: [value, rational] });
    return new Real(value, value);
  }

  /**
   * A number known only to lie between two rationals.
   *
   * @throws InputError `wrong_type`, `out_of_range` if they are in the wrong order
   */
  static between(lower: Rational, upper: Rational): Real {
    checkArguments('Real.between', { lower: [lower, rational], upper: [upper, rational] });
    if (lower.compare(upper) > 0) {
      throw outside('Real.between', 'lower', lower, `must not exceed upper=${upper}`);
    }
    return Real.enclosing(lower, upper);
  }

  /** The same of ends known to be in order. */
  private static enclosing(lower: Rational, upper: Rational): Real {
    if (isSame(lower, upper)) return new Real(lower, lower);
    return new Real(roundDown(lower), roundUp(upper));
  }

  /** The number itself where it is rational; null where it is only enclosed. */
  get rational(): Rational | null {
    return this.lower === this.upper ? this.lower : null;
  }

  /** −1, 0 or 1; null where the enclosure holds numbers of either sign. */
  get sign(): -1 | 0 | 1 | null {
    const lower = this.lower.sign;
    if (lower === this.upper.sign && (lower !== 0 || this.rational)) return lower;
    return null;
  }

  /** Whether the number is known to be 0. */
  get isZero(): boolean {
    return this.lower === this.upper && this.lower.numerator === 0n;
  }

  add(other: Real): Real {
    if (!(other instanceof Real)) throw notReal('add', other);
    if (other.isZero) return this;
    if (this.isZero) return other;
    if (this.rational && other.rational) return Real.ofRational(this.lower.add(other.lower));
    return Real.enclosing(this.lower.add(other.lower), this.upper.add(other.upper));
  }

  /** The difference; of a number and itself exactly 0, however little is known of it. */
  subtract(other: Real): Real {
    if (!(other instanceof Real)) throw notReal('subtract', other);
    return this === other ? Real.zero : this.add(other.negate());
  }

  negate(): Real {
    return this.isZero ? this : new Real(this.upper.negate(), this.lower.negate()).collapsed();
  }

  multiply(other: Real): Real {
    if (!(other instanceof Real)) throw notReal('multiply', other);
    if (this.isZero || other.isZero) return Real.zero;
    if (this.rational && other.rational) return Real.ofRational(this.lower.multiply(other.lower));
    if (this.lower.sign >= 0 && other.lower.sign >= 0) {
      return Real.enclosing(this.lower.multiply(other.lower), this.upper.multiply(other.upper));
    }
    const products = [
      this.lower.multiply(other.lower),
      this.lower.multiply(other.upper),
      this.upper.multiply(other.lower),
      this.upper.multiply(other.upper),
    ];
    return Real.enclosing(least(products), greatest(products));
  }

  /** @throws InputError `out_of_range` if the divisor may be 0 */
  divide(other: Real): Real {
    if (!(other instanceof Real)) throw notReal('divide', other);
    if (!other.sign) throw outside('Real.divide', 'divisor', other, 'must not possibly be 0');
    if (this.isZero) return this;
    if (this.rational && other.rational) return Real.ofRational(this.lower.divide(other.lower));
    if (other.sign < 0) return this.negate().divide(other.negate());
    const { lower, upper } = this;
    // Of a positive divisor: the end that takes the quotient furthest out.
    return new Real(
      quotientDown(lower, lower.sign < 0 ? other.lower : other.upper),
      quotientDown(upper.negate(), upper.sign < 0 ? other.upper : other.lower).negate(),
    );
  }

  /** @throws InputError `out_of_range` if the number may be negative */
  squareRoot(): Real {
    if (this.lower.sign < 0) {
      throw outside('Real.squareRoot', 'number', this, 'must not possibly be negative');
    }
    const lower = squareRootOf(this.lower);
    return this.rational ? lower : Real.between(lower.lower, squareRootOf(this.upper).upper);
  }

  absolute(): Real {
    if (this.lower.sign >= 0) return this;
    if (this.upper.sign <= 0) return this.negate();
    return Real.between(Rational.zero, greatest([this.lower.negate(), this.upper]));
  }

  /** The smallest enclosure of this number and another: what is known when either may be meant. */
  hull(other: Real): Real {
    if (!(other instanceof Real)) throw notReal('hull', other);
    if (this === other) return this;
    return Real.between(least([this.lower, other.lower]), greatest([this.upper, other.upper]));
  }

  /** The larger of two numbers. */
  maximum(other: Real): Real {
    if (!(other instanceof Real)) throw notReal('maximum', other);
    if (this === other) return this;
    return Real.between(greatest([this.lower, other.lower]), greatest([this.upper, other.upper]));
  }

  /** −1, 0 or 1 as this number is less than, equal to or greater than another; null: not known. */
  compare(other: Real): -1 | 0 | 1 | null {
    if (!(other instanceof Real)) throw notReal('compare', other);
    if (this === other) return 0;
    if (this.rational && other.rational) return this.lower.compare(other.lower);
    if (this.upper.compare(other.lower) < 0) return -1;
    if (this.lower.compare(other.upper) > 0) return 1;
    return null;
  }

  /** A double near the number: the nearest one to a rational, to the middle of an enclosure. */
  toNumber(): number {
    if (this.rational) return this.lower.toNumber();
    return this.lower.add(this.upper).multiply(HALF).toNumber();
  }

  /** `p/q` for a rational, `[p/q, p/q]` for an enclosure. */
  toString(): string {
    return this.rational ? this.lower.toString() : `[${this.lower}, ${this.upper}]`;
  }

  /** One object for both ends where they are the same number. */
  private collapsed(): Real {
    return isSame(this.lower, this.upper) ? new Real(this.lower, this.lower) : this;
  }
}

const HALF = new Rational(1n, 2n);

/** Of fractions in lowest terms. */
function isSame(x: Rational, y: Rational): boolean {
  return x === y || (x.numerator === y.numerator && x.denominator === y.denominator);
}

/** Bits that the ends of an enclosure keep. */
const BITS = 256;

function least(numbers: readonly Rational[]): Rational {
  return numbers.reduce((x, y) => (y.compare(x) < 0 ? y : x));
}

function greatest(numbers: readonly Rational[]): Rational {
  return numbers.reduce((x, y) => (y.compare(x) > 0 ? y : x));
}

/** The largest number of 256 significant bits that is not above a rational. */
function roundDown(value: Rational): Rational {
  return isShort(value) ? value : floorOf(value.numerator, value.denominator, BITS);
}

/** The smallest one that is not below it. */
function roundUp(value: Rational): Rational {
  return isShort(value) ? value : floorOf(-value.numerator, value.denominator, BITS).negate();
}

/** Whether an end is kept as it is. */
function isShort({ numerator, denominator }: Rational): boolean {
  return (
    bitLength(numerator) <= BITS && bitLength(denominator) <= 2 * BITS && isPowerOfTwo(denominator)
  );
}

/**
 * A quotient by a positive number rounded down. Its terms are not reduced first: the bit more that is
 * kept makes good for it.
 */
function quotientDown(dividend: Rational, divisor: Rational): Rational {
  const numerator = dividend.numerator * divisor.denominator;
  return floorOf(numerator, dividend.denominator * divisor.numerator, BITS + 1);
}

/** The largest number of so many significant bits, up to one more, that is not above a fraction. */
function floorOf(numerator: bigint, denominator: bigint, bits: number): Rational {
  const places = bitLength(denominator);
  const shift = bits - bitLength(numerator) + places;
  return Rational.ofDyadic({
    mantissa: isPowerOfTwo(denominator)
      ? // A shift to the right rounds down.
        numerator << BigInt(shift - (places - 1))
      : shift >= 0
        ? floorDivide(numerator << BigInt(shift), denominator)
        : floorDivide(numerator, denominator << BigInt(-shift)),
    exponent: -shift,
  });
}

/** √value: exact where it is rational, else enclosed to 256 bits. */
function squareRootOf(value: Rational): Real {
  const { numerator, denominator } = value;
  if (numerator === 0n) return Real.zero;
  const top = integerSquareRoot(numerator);
  const bottom = integerSquareRoot(denominator);
  if (top * top === numerator && bottom * bottom === denominator) {
    return Real.ofRational(new Rational(top, bottom));
  }
  // √(n/d) = √(n·d·4^s) / (d·2^s), s such that the integer root has 256 bits.
  const product = numerator * denominator;
  const shift = BigInt(Math.max(0, BITS - Math.floor(bitLength(product) / 2)));
  const root = integerSquareRoot(product << (2n * shift));
  const scale = denominator << shift;
  return Real.between(new Rational(root, scale), new Rational(root + 1n, scale));
}

function notReal(method: string, other: unknown): InputError {
  return new InputError(`Real.${method}`, [
    {
      code: 'wrong_type',
      path: 'other',
      value: typeof other === 'bigint' ? String(other) : other,
      rule: 'must be a Real',
      remedy: 'make one with Real.of(0.5)',
    },
  ]);
}

function outside(where: string, path: string, value: object, rule: string): InputError {
  const remedy = 'use numbers that are known well enough';
  return new InputError(where, [
    { code: 'out_of_range', path, value: String(value), rule, remedy },
  ]);
}
