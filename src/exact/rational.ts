import { InputError } from '../errors/inputError.js';
import { bitLength } from './bitLength.js';
import { type Dyadic, dyadicOf } from './dyadic.js';
import { isPowerOfTwo } from './isPowerOfTwo.js';

/**
 * A rational number in lowest terms with a positive denominator.
 *
 * Needed only where a quotient appears (`from`, gaps, danger scales); everything else in a
 * piecewise-affine network is dyadic. Arithmetic: exact.
 */
export class Rational {
  static readonly zero = new Rational(0n, 1n);
  static readonly one = new Rational(1n, 1n);
  readonly numerator: bigint;
  readonly denominator: bigint;

  /**
   * @param reduced - that the two have no common divisor and the denominator is positive: promised
   *   where it is known, since looking for a divisor is most of the work
   * @throws InputError `out_of_range` if the denominator is 0, `wrong_type`
   */
  constructor(numerator: bigint, denominator: bigint, reduced = false) {
    if (denominator === 0n) throw byZero();
    if (typeof numerator !== 'bigint' || typeof denominator !== 'bigint') {
      throw wrongType('Rational', 'numerator, denominator', [numerator, denominator], 'bigints');
    }
    if (!reduced) {
      const divisor = greatestCommonDivisor(numerator, denominator);
      if (divisor !== 1n) {
        numerator /= divisor;
        denominator /= divisor;
      }
      if (denominator < 0n) {
        numerator = -numerator;
        denominator = -denominator;
      }
    }
    this.numerator = numerator;
    this.denominator = denominator;
  }

  /** The rational number a finite double is. */
  static of(value: number): Rational {
    return Rational.ofDyadic(dyadicOf(value));
  }

  /** The rational number `mantissa · 2^exponent`. */
  static ofDyadic(dyadic: Dyadic): Rational {
    const { mantissa, exponent } = dyadic ?? {};
    if (typeof mantissa !== 'bigint' || !Number.isSafeInteger(exponent)) {
      throw wrongType(
        'Rational.ofDyadic',
        'dyadic',
        dyadic,
        'a bigint mantissa and a whole exponent',
      );
    }
    if (mantissa === 0n) return Rational.zero;
    if (exponent >= 0) return new Rational(mantissa << BigInt(exponent), 1n, true);
    if ((mantissa & 1n) === 1n) return new Rational(mantissa, 1n << BigInt(-exponent), true);
    const twos = Math.min(bitLength(mantissa & -mantissa) - 1, -exponent);
    return new Rational(mantissa >> BigInt(twos), 1n << BigInt(-exponent - twos), true);
  }

  /**
   * Reads `"3/2"` or `"3"`.
   *
   * @throws InputError `malformed` if the text is neither, `out_of_range` if q is 0
   */
  static parse(text: string): Rational {
    const parts = typeof text === 'string' ? /^(-?\d+)(?:\/(\d+))?$/.exec(text) : null;
    if (!parts) {
      throw new InputError('Rational.parse', [
        {
          code: 'malformed',
          path: 'text',
          value: text,
          rule: 'must be a fraction p/q or a whole number',
          remedy: 'write 3/2 instead of 1.5',
        },
      ]);
    }
    return new Rational(BigInt(parts[1]), BigInt(parts[2] ?? '1'));
  }

  add(other: Rational): Rational {
    if (!(other instanceof Rational)) throw notRational('add', other);
    if (other.numerator === 0n) return this;
    if (this.numerator === 0n) return other;
    return sumOf(this, other.numerator, other.denominator);
  }

  subtract(other: Rational): Rational {
    if (!(other instanceof Rational)) throw notRational('subtract', other);
    return other.numerator === 0n ? this : sumOf(this, -other.numerator, other.denominator);
  }

  multiply(other: Rational): Rational {
    if (!(other instanceof Rational)) throw notRational('multiply', other);
    if (this.numerator === 0n || other.numerator === 0n) return Rational.zero;
    return new Rational(
      this.numerator * other.numerator,
      this.denominator * other.denominator,
      haveNothingToCancel(this.denominator, other.denominator),
    );
  }

  /** @throws InputError `out_of_range` if `other` is 0 */
  divide(other: Rational): Rational {
    if (!(other instanceof Rational)) throw notRational('divide', other);
    return new Rational(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  negate(): Rational {
    return new Rational(-this.numerator, this.denominator, true);
  }

  compare(other: Rational): -1 | 0 | 1 {
    if (!(other instanceof Rational)) throw notRational('compare', other);
    if (this.denominator === other.denominator) {
      return this.numerator < other.numerator ? -1 : this.numerator > other.numerator ? 1 : 0;
    }
    const { sign } = this;
    if (sign !== other.sign) return sign < other.sign ? -1 : 1;
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

function notRational(method: string, other: unknown): InputError {
  return wrongType(`Rational.${method}`, 'other', other, 'a Rational');
}

function wrongType(where: string, path: string, value: unknown, what: string): InputError {
  return new InputError(where, [
    {
      code: 'wrong_type',
      path,
      value: typeof value === 'bigint' ? String(value) : value,
      rule: `must be ${what}`,
      remedy: 'make one with Rational.of(0.5) or Rational.parse("1/3")',
    },
  ]);
}

function byZero(): InputError {
  return new InputError('Rational', [
    {
      code: 'out_of_range',
      path: 'denominator',
      value: 0,
      rule: 'must not be 0',
      remedy: 'decide first what a quotient by 0 is to mean',
    },
  ]);
}

/** `x + numerator/denominator`, which is in lowest terms. */
function sumOf(x: Rational, numerator: bigint, denominator: bigint): Rational {
  // Equal denominators, mostly 1 or one power of two, need no products.
  if (x.denominator === denominator) {
    return new Rational(x.numerator + numerator, denominator, denominator === 1n);
  }
  if (isPowerOfTwo(denominator) && isPowerOfTwo(x.denominator)) {
    // The numerator over the larger of two powers is odd, the other is made even: so is their sum odd.
    const more = bitLength(denominator) - bitLength(x.denominator);
    return more > 0
      ? new Rational((x.numerator << BigInt(more)) + numerator, denominator, true)
      : new Rational(x.numerator + (numerator << BigInt(-more)), x.denominator, true);
  }
  return new Rational(
    x.numerator * denominator + numerator * x.denominator,
    x.denominator * denominator,
  );
}

/** Whether the denominators of two fractions in lowest terms tell that their product is in them. */
function haveNothingToCancel(one: bigint, other: bigint): boolean {
  if (one === 1n || other === 1n) return one === other;
  // The numerators over powers of two are odd.
  return isPowerOfTwo(one) && isPowerOfTwo(other);
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
  const quotient = quotientOfDoubles(numerator, denominator);
  if (quotient !== null) return quotient;
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
  const twice = dividend / divisor;
  const kept = twice >> 1n;
  const pastHalf = twice * divisor !== dividend || (kept & 1n) === 1n;
  const rounded = (twice & 1n) === 1n && pastHalf ? kept + 1n : kept;
  return sign * Number(rounded) * 2 ** unit;
}

/** The nearest double where one rounding of doubles gives it; null where it takes more. */
function quotientOfDoubles(numerator: bigint, denominator: bigint): number | null {
  const above = Number(numerator);
  const below = Number(denominator);
  // Both are exact: only the division rounds.
  if (Number.isSafeInteger(above) && Number.isSafeInteger(below)) return above / below;
  if (below === Infinity || !isPowerOfTwo(denominator)) return null;
  // Only the numerator is rounded, unless the quotient is subnormal.
  const quotient = above / below;
  return Math.abs(above) < Infinity && Math.abs(quotient) > 2 ** -1022 ? quotient : null;
}

/** `value · 2^bits` for bits ≥ 0, `value` itself otherwise: scales one side of a quotient. */
function shifted(value: bigint, bits: number): bigint {
  return bits > 0 ? value << BigInt(bits) : value;
}

function greatestCommonDivisor(x: bigint, y: bigint): bigint {
  if (x === 1n || y === 1n) return 1n;
  const a = x < 0n ? -x : x;
  const b = y < 0n ? -y : y;
  if (a === 0n || b === 0n) return a + b === 0n ? 1n : a + b;
  // Sums and products of doubles have powers of two below the line, and quotients that come out
  // even a small factor besides: without its twos, the denominator takes a step or none.
  const twosOfA = a & -a;
  const twosOfB = b & -b;
  const twos = twosOfA < twosOfB ? twosOfA : twosOfB;
  if (twosOfB === b) return twos;
  let large = twosOfB === 1n ? b : b / twosOfB;
  let small = a % large;
  while (small > LARGEST_SAFE) [large, small] = [small, large % small];
  if (small === 0n) return large * twos;
  // What is left fits doubles exactly, and those are faster.
  let [m, n] = [Number(small), Number(large % small)];
  while (n !== 0) [m, n] = [n, m % n];
  return BigInt(m) * twos;
}

const LARGEST_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
