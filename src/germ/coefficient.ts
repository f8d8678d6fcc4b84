import { type Dyadic, dyadicOf } from '../exact/dyadic.js';
import { combination, Interval } from '../exact/interval.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { isIdenticallyZero } from './identity.js';

/**
 * How a coefficient that is not rational came about: what tells that two of them are the same
 * number.
 */
export type Form =
  | { readonly kind: 'atom' }
  | {
      readonly kind: 'sum';
      readonly constant: Rational;
      readonly weights: readonly Rational[];
      readonly parts: readonly Coefficient[];
    }
  | { readonly kind: 'product'; readonly left: Coefficient; readonly right: Coefficient };

/**
 * A coefficient of an expansion: a rational number, or a real number that is enclosed.
 *
 * An enclosed one remembers how it was made from others by sums and products, down to numbers such
 * as √2 or Φ(0.3) that are known by enclosure only. So a difference that is 0 for algebraic reasons
 * is known to be 0, while two numbers that are merely close stay *not known* to be equal.
 *
 * Immutable.
 */
export class Coefficient {
  static readonly zero = new Coefficient(Rational.zero, null, null);
  static readonly one = new Coefficient(Rational.one, null, null);

  private static count = 0;
  /** Coefficients made earlier have smaller numbers: a form refers to those only. */
  readonly id = Coefficient.count++;
  private enclosed: Interval | null;
  private zero: boolean | null = null;
  private dyadicForm: Dyadic | null | undefined;

  private constructor(
    /** The number itself, where it is rational. */
    readonly rational: Rational | null,
    enclosed: Interval | null,
    readonly form: Form | null,
  ) {
    this.enclosed = enclosed;
  }

  static of(value: number): Coefficient {
    return value === 0 ? Coefficient.zero : Coefficient.ofRational(Rational.of(value));
  }

  static ofRational(value: Rational): Coefficient {
    return value.numerator === 0n ? Coefficient.zero : new Coefficient(value, null, null);
  }

  /** A real number as far as it is known; the same object is the same number. */
  static ofReal(real: Real): Coefficient {
    if (real.rational) return Coefficient.ofRational(real.rational);
    let known = ofReals.get(real);
    if (!known) ofReals.set(real, (known = Coefficient.atom(Interval.ofReal(real))));
    return known;
  }

  /** A number of which no more is known than that it is enclosed: equal to none but itself. */
  static atom(enclosed: Interval): Coefficient {
    return new Coefficient(null, enclosed, { kind: 'atom' });
  }

  /** Σ weights[i]·parts[i]. */
  static combination(
    weights: readonly Rational[],
    parts: readonly Coefficient[],
    dyadicWeights: readonly (Dyadic | null)[] = weights.map(dyadicOfRational),
  ): Coefficient {
    let constant = Rational.zero;
    const sum = new DyadicSum();
    const kept: Rational[] = [];
    const keptDyadic: (Dyadic | null)[] = [];
    const enclosed: Coefficient[] = [];
    for (let i = 0; i < parts.length; i++) {
      const { rational } = parts[i];
      if (!rational) {
        kept.push(weights[i]);
        keptDyadic.push(dyadicWeights[i]);
        enclosed.push(parts[i]);
      } else if (rational.numerator !== 0n) {
        const weight = dyadicWeights[i];
        const value = parts[i].dyadic;
        if (weight && value) sum.add(weight, value);
        else constant = constant.add(rational.multiply(weights[i]));
      }
    }
    constant = constant.add(sum.total());
    if (enclosed.length === 0) return Coefficient.ofRational(constant);
    if (enclosed.length === 1 && constant.numerator === 0n && kept[0].compare(Rational.one) === 0) {
      return enclosed[0];
    }
    const intervals = enclosed.map((part, i) =>
      keptDyadic[i] ? part.interval : part.interval.multiply(Interval.ofRational(kept[i])),
    );
    let interval = combination(
      keptDyadic.map((weight) => weight ?? UNIT),
      intervals,
    );
    if (constant.numerator !== 0n) interval = interval.add(Interval.ofRational(constant));
    return new Coefficient(null, interval, {
      kind: 'sum',
      constant,
      weights: kept,
      parts: enclosed,
    });
  }

  get interval(): Interval {
    this.enclosed ??= Interval.ofRational(this.rational!);
    return this.enclosed;
  }

  /** The number as an exact dyadic, where it is one. */
  get dyadic(): Dyadic | null {
    if (this.dyadicForm === undefined) {
      this.dyadicForm = this.rational && dyadicOfRational(this.rational);
    }
    return this.dyadicForm;
  }

  /** Whether the number is known to be 0. */
  get isZero(): boolean {
    if (this.rational) return this.rational.numerator === 0n;
    if (this.zero === null) this.zero = !this.interval.sign && isIdenticallyZero(this);
    return this.zero;
  }

  /** −1, 0 or 1; null where it is not known. */
  get sign(): -1 | 0 | 1 | null {
    if (this.rational) return this.rational.sign;
    const { sign } = this.interval;
    return sign ? sign : this.isZero ? 0 : null;
  }

  add(other: Coefficient): Coefficient {
    if (this.rational && other.rational) {
      return Coefficient.ofRational(this.rational.add(other.rational));
    }
    return Coefficient.combination([Rational.one, Rational.one], [this, other]);
  }

  subtract(other: Coefficient): Coefficient {
    if (this === other) return Coefficient.zero;
    if (this.rational && other.rational) {
      return Coefficient.ofRational(this.rational.subtract(other.rational));
    }
    return Coefficient.combination([Rational.one, MINUS_ONE], [this, other]);
  }

  negate(): Coefficient {
    return this.scale(MINUS_ONE);
  }

  scale(factor: Rational): Coefficient {
    if (factor.numerator === 0n) return Coefficient.zero;
    return this.rational
      ? Coefficient.ofRational(this.rational.multiply(factor))
      : Coefficient.combination([factor], [this]);
  }

  multiply(other: Coefficient): Coefficient {
    if (other.rational) return this.scale(other.rational);
    if (this.rational) return other.scale(this.rational);
    let interval = this.interval.multiply(other.interval);
    // A square is not negative, whatever is enclosed.
    if (this === other && interval.lower < 0n)
      interval = Interval.of(0n, interval.upper, interval.exponent);
    return new Coefficient(null, interval, { kind: 'product', left: this, right: other });
  }

  /** What is known of the number. */
  toReal(): Real {
    return this.rational ? Real.ofRational(this.rational) : this.interval.toReal();
  }

  toNumber(): number {
    return this.rational ? this.rational.toNumber() : this.interval.toNumber();
  }
}

const ofReals = new WeakMap<Real, Coefficient>();
const MINUS_ONE = Rational.of(-1);
const UNIT = dyadicOf(1);

/** Exact sums of products of dyadics, at one exponent. */
class DyadicSum {
  private mantissa = 0n;
  private exponent = 0;

  add(x: Dyadic, y: Dyadic): void {
    const exponent = x.exponent + y.exponent;
    const product = x.mantissa * y.mantissa;
    if (exponent >= this.exponent) {
      this.mantissa += product << BigInt(exponent - this.exponent);
    } else {
      this.mantissa = (this.mantissa << BigInt(this.exponent - exponent)) + product;
      this.exponent = exponent;
    }
  }

  total(): Rational {
    return Rational.ofDyadic({ mantissa: this.mantissa, exponent: this.exponent });
  }
}

/** The dyadic number a rational is; null if its denominator is no power of two. */
function dyadicOfRational({ numerator, denominator }: Rational): Dyadic | null {
  if (denominator === 1n) return { mantissa: numerator, exponent: 0 };
  if ((denominator & (denominator - 1n)) !== 0n) return null;
  return { mantissa: numerator, exponent: 1 - denominator.toString(2).length };
}
