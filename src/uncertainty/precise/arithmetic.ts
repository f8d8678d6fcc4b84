import type { BigNumber } from 'mathjs';
import { InputError } from '../../errors/inputError.js';
import { dyadicOf } from '../../exact/dyadic.js';
import { Rational } from '../../exact/rational.js';
import type { Real } from '../../exact/real.js';

/**
 * A number that high-precision functions take: a finite double (read as the dyadic rational it is,
 * never by its shortest decimal form), an integer, a fraction, a BigNumber, or text: a decimal
 * (`"-1.5e-40"`) or a fraction (`"1/3"`).
 */
export type PreciseNumber = number | bigint | string | Rational | BigNumber;

/** Makes a number of one precision. */
export type MakeNumber = (value: number | string | BigNumber) => BigNumber;

/** Arithmetic with so many digits, made when first asked for and then kept. */
export type Precision = (digits: number) => Arithmetic;

/**
 * Decimal floating-point arithmetic of a fixed number of significant digits: every operation is
 * rounded to it with relative error at most `unit`. Exponents reach ±9e15, so e^−t does not
 * underflow before t = 2e16.
 */
export class Arithmetic {
  readonly zero: BigNumber;
  readonly one: BigNumber;
  private readonly cancellation: BigNumber;

  /**
   * @param digits - significant decimal digits
   * @param make - makes numbers of as many digits
   */
  constructor(
    readonly digits: number,
    private readonly make: MakeNumber,
  ) {
    this.zero = make(0);
    this.one = make(1);
    this.cancellation = make('1e-3');
  }

  /**
   * Converts to a BigNumber: exactly if it has at most `digits` digits, else rounded to them.
   *
   * @throws InputError `not_finite`, or `not_a_number` for text that is neither a decimal nor a
   *   fraction, and for what is no number of any of these sorts
   */
  of(value: PreciseNumber): BigNumber {
    if (typeof value === 'number') return this.ofDouble(value);
    if (typeof value === 'bigint') return this.rounded(this.make(String(value)));
    if (value instanceof Rational) return this.ofRational(value);
    if (typeof value === 'string') return this.ofText(value);
    if (typeof value?.isFinite !== 'function') throw notANumber(value);
    if (!value.isFinite()) throw notFinite(String(value));
    return this.rounded(this.make(value));
  }

  /** A constant of a network: of one that is only enclosed, to 76 digits, the middle. */
  ofReal = (value: Real): BigNumber => {
    const { rational, lower, upper } = value;
    return this.of(rational ?? lower.add(upper).divide(Rational.of(2)));
  };

  pi(): BigNumber {
    return this.one.neg().acos();
  }

  /** Σ values. */
  sum(values: readonly BigNumber[]): BigNumber {
    return values.reduce<BigNumber>((sum, value) => sum.plus(value), this.zero);
  }

  /** ln(1 + x), x > −1, with the relative accuracy of the arithmetic also near 0. */
  log1p(x: BigNumber): BigNumber {
    if (x.abs().gt(this.cancellation)) return this.one.plus(x).ln();
    return this.series(x, (n) => (n % 2 === 1 ? n : -n));
  }

  /** `(1 + x) ln(1 + x) − x` for x ≥ −1, with relative accuracy also near 0. */
  divergence(x: BigNumber): BigNumber {
    const shifted = this.one.plus(x);
    if (!shifted.gt(0)) return this.one;
    if (x.abs().gt(this.cancellation)) return shifted.times(shifted.ln()).minus(x);
    return this.series(x, (n) => (n % 2 === 0 ? 1 : -1) * n * (n - 1), 2);
  }

  /** Σ_{n ≥ first} x^n / divisor(n) for |x| ≤ 1e-3, until terms no longer count. */
  private series(x: BigNumber, divisor: (n: number) => number, first = 1): BigNumber {
    let power = first === 1 ? x : x.times(x);
    let sum = this.zero;
    for (let n = first; !power.isZero(); n++) {
      const term = power.div(divisor(n));
      if (sum.plus(term).eq(sum)) break;
      sum = sum.plus(term);
      power = power.times(x);
    }
    return sum;
  }

  private ofDouble(value: number): BigNumber {
    if (!Number.isFinite(value)) throw notFinite(value);
    if (Number.isSafeInteger(value)) return this.rounded(this.make(value));
    const { mantissa, exponent } = dyadicOf(value);
    if (exponent >= 0) return this.rounded(this.make(String(mantissa << BigInt(exponent))));
    // m · 2^-k = m · 5^k · 10^-k: every dyadic rational is a finite decimal.
    const digits = mantissa * powerOfFive(-exponent);
    return this.rounded(this.make(`${digits}e${exponent}`));
  }

  private ofRational({ numerator, denominator }: Rational): BigNumber {
    const value = this.make(String(numerator));
    return denominator === 1n
      ? this.rounded(value)
      : this.make(value.div(this.make(String(denominator))));
  }

  private ofText(text: string): BigNumber {
    if (/^-?\d+\/0*[1-9]\d*$/.test(text)) return this.of(Rational.parse(text));
    if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) {
      throw new InputError('Precise', [
        {
          code: 'not_a_number',
          path: 'value',
          value: text,
          rule: 'must be a decimal or a fraction',
          remedy: 'write it as "-1.5e-40" or "1/3"',
        },
      ]);
    }
    return this.rounded(this.make(text));
  }

  /** A construction keeps all digits; an operation does not. */
  protected rounded(value: BigNumber): BigNumber {
    return value.precision() > this.digits ? value.toSignificantDigits(this.digits) : value;
  }
}

const powersOfFive = new Map<number, bigint>();

function powerOfFive(exponent: number): bigint {
  let power = powersOfFive.get(exponent);
  if (power === undefined) {
    power = 5n ** BigInt(exponent);
    powersOfFive.set(exponent, power);
  }
  return power;
}

/** The error that something is no number. */
export function notANumber(value: unknown): InputError {
  return new InputError('Precise', [
    {
      code: 'not_a_number',
      path: 'value',
      value,
      rule: 'must be a number, a bigint, a fraction or text',
      remedy: 'write it as 0.5, 3n, "-1.5e-40" or "1/3"',
    },
  ]);
}

/** The error that a number is not finite. */
export function notFinite(value: unknown): InputError {
  return new InputError('Precise', [
    {
      code: 'not_finite',
      path: 'value',
      value,
      rule: 'must be a finite number',
      remedy: 'high-precision arithmetic has no NaN and no infinities',
    },
  ]);
}
