import { unknownKind } from '../errors/unknownKind.js';
import { type Dyadic, dyadicOf } from '../exact/dyadic.js';
import { combination, Interval } from '../exact/interval.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import {
  boundsOfInterval,
  boundsOfRational,
  CombinationBounds,
  type DoubleBounds,
  productBounds,
} from './doubleBounds.js';
import { DyadicSum, dyadicOfRational } from './dyadicSum.js';
import { isIdenticallyZero } from './identity.js';
import { isMadeAlike } from './madeAlike.js';

/** What a sum is made of: parts and their weights. */
export interface SumParts {
  readonly weights: readonly number[];
  readonly parts: readonly Coefficient[];
}

/** How a coefficient came about: what computes it exactly, and tells which are the same number. */
export type Form =
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'fraction'; readonly value: Rational }
  /** A number that is known by an enclosure only. */
  | { readonly kind: 'atom'; readonly enclose: () => Interval }
  | { readonly kind: 'sum'; readonly collect: () => SumParts }
  | { readonly kind: 'product'; readonly left: Coefficient; readonly right: Coefficient };

/**
 * A coefficient of an expansion: a rational number, or a real number that can be enclosed.
 *
 * It is known at once between two doubles, and remembers how it was made from others by sums and
 * products, down to doubles and numbers such as √2 or Φ(0.3). The fraction it is, or an enclosure
 * of 160 bits, is computed from that only where the doubles leave a sign open, or where somebody
 * asks. A difference that is 0 for algebraic reasons is then known to be 0, while two numbers that
 * are merely close stay *not known* to be equal.
 *
 * Arithmetic: float64 with proven bounds; exact, or enclosed with outward rounding, on demand.
 */
export class Coefficient implements DoubleBounds {
  private static count = 0;
  static readonly zero = new Coefficient(
    { kind: 'double', value: 0 },
    { lower: 0, upper: 0 },
    true,
    1,
  );
  static readonly one = Coefficient.of(1);

  /** Coefficients made earlier have smaller numbers: a form refers to those only. */
  readonly id = Coefficient.count++;
  /** The number is at least this. */
  lower: number;
  /** The number is at most this. */
  upper: number;
  /** `lower` as it was made: numbers made alike have the same, whatever is learned of one later. */
  readonly madeLower: number;
  private fraction: Rational | null = null;
  private enclosed: Interval | null = null;
  private zero: boolean | null = null;
  private dyadicForm: Dyadic | null | undefined;

  private constructor(
    readonly form: Form,
    { lower, upper }: DoubleBounds,
    /** Whether it is a rational number by the way it was made. */
    readonly isRational: boolean,
    /** How many operations made it, at most. */
    readonly operations: number,
  ) {
    this.lower = lower;
    this.upper = upper;
    this.madeLower = lower;
  }

  static of(value: number): Coefficient {
    if (value === 0) return Coefficient.zero;
    return new Coefficient({ kind: 'double', value }, { lower: value, upper: value }, true, 1);
  }

  static ofRational(value: Rational): Coefficient {
    if (value.numerator === 0n) return Coefficient.zero;
    return new Coefficient({ kind: 'fraction', value }, boundsOfRational(value), true, 1);
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
    return Coefficient.atomWithin(boundsOfInterval(enclosed), () => enclosed);
  }

  /** The same, its enclosure computed when it is asked for. */
  static atomWithin(bounds: DoubleBounds, enclose: () => Interval): Coefficient {
    return new Coefficient({ kind: 'atom', enclose }, bounds, false, CHEAP);
  }

  /**
   * Σ weights[i]·parts[i] of parts made earlier.
   *
   * @param bounds - the sum's, in float64
   * @param isRational - whether all parts are
   * @param operations - how many made all parts
   * @param collect - the parts and their weights, asked for where float64 does not tell
   */
  static sum(
    bounds: DoubleBounds,
    isRational: boolean,
    operations: number,
    collect: () => SumParts,
  ): Coefficient {
    let collected: SumParts | null = null;
    const once = () => {
      collected ??= collect();
      return collected;
    };
    return new Coefficient({ kind: 'sum', collect: once }, bounds, isRational, operations);
  }

  /** Σ parts[i]. */
  static sumOf(parts: readonly Coefficient[]): Coefficient {
    return parts.length === 1
      ? parts[0]
      : combined(
          parts.map(() => 1),
          parts,
        );
  }

  /** The number itself, where it is rational by the way it was made; else null. */
  get rational(): Rational | null {
    if (!this.isRational) return null;
    if (!this.fraction) {
      this.fraction = this.computeFraction();
      this.tighten(boundsOfRational(this.fraction));
    }
    return this.fraction;
  }

  /** An enclosure of about 160 bits. */
  get interval(): Interval {
    if (!this.enclosed) {
      this.enclosed = this.computeInterval();
      if (!this.isRational) this.tighten(boundsOfInterval(this.enclosed));
    }
    return this.enclosed;
  }

  /** Whether exact numbers cost little here, so that nothing is left to float64. */
  get isCheap(): boolean {
    return this.operations < CHEAP;
  }

  /** Whether the number is known to be 0. */
  get isZero(): boolean {
    if (this.lower > 0 || this.upper < 0) return false;
    this.zero ??= this.decideZero();
    return this.zero;
  }

  /** −1, 0 or 1; null where it is not known. */
  get sign(): -1 | 0 | 1 | null {
    if (this.lower > 0) return 1;
    if (this.upper < 0) return -1;
    if (this.lower === 0 && this.upper === 0) return 0;
    const { rational } = this;
    if (rational) return rational.sign;
    const { sign } = this.interval;
    return sign ? sign : this.isZero ? 0 : null;
  }

  add(other: Coefficient): Coefficient {
    return combined([1, 1], [this, other]);
  }

  subtract(other: Coefficient): Coefficient {
    if (this === other) return Coefficient.zero;
    return combined([1, -1], [this, other]);
  }

  multiply(other: Coefficient): Coefficient {
    if (isDouble(other, 0) || isDouble(this, 0)) return Coefficient.zero;
    if (isDouble(other, 1)) return this;
    if (isDouble(this, 1)) return other;
    const bounds = productBounds(this, other);
    // A square is not negative, whatever is enclosed.
    const lower = this === other ? Math.max(0, bounds.lower) : bounds.lower;
    const form: Form = { kind: 'product', left: this, right: other };
    const isRational = this.isRational && other.isRational;
    const operations = this.operations + other.operations;
    return new Coefficient(form, { lower, upper: bounds.upper }, isRational, operations);
  }

  /** What is known of the number, to 160 bits or as the fraction it is. */
  toReal(): Real {
    return this.rational ? Real.ofRational(this.rational) : this.interval.toReal();
  }

  /** The same, or, where that costs less and is narrow, the doubles it lies between. */
  toNarrowReal(): Real {
    if (this.isCheap || !this.isNarrow()) return this.toReal();
    return Real.between(Rational.of(this.lower), Rational.of(this.upper));
  }

  /** A double near the number. */
  toNumber(): number {
    if (!this.isCheap && this.isNarrow()) return this.lower / 2 + this.upper / 2;
    return this.rational ? this.rational.toNumber() : this.interval.toNumber();
  }

  private isNarrow(): boolean {
    const magnitude = Math.min(Math.abs(this.lower), Math.abs(this.upper));
    return this.upper - this.lower <= magnitude * NARROW && magnitude < Infinity;
  }

  private tighten({ lower, upper }: DoubleBounds): void {
    this.lower = Math.max(this.lower, lower);
    this.upper = Math.min(this.upper, upper);
  }

  private decideZero(): boolean {
    const { rational } = this;
    if (rational) return rational.numerator === 0n;
    if (this.isDifferenceOfAlike()) return true;
    return !this.interval.sign && isIdenticallyZero(this);
  }

  /** Whether it is one number less another that is made alike: seen without exact numbers. */
  private isDifferenceOfAlike(): boolean {
    if (this.form.kind !== 'sum') return false;
    const { weights, parts } = this.form.collect();
    return parts.length === 2 && weights[0] === -weights[1] && isMadeAlike(parts[0], parts[1]);
  }

  /** The number as an exact dyadic; null where it is none. */
  get dyadic(): Dyadic | null {
    if (this.dyadicForm === undefined) {
      const { form, rational } = this;
      this.dyadicForm =
        form.kind === 'double' ? dyadicOf(form.value) : rational && dyadicOfRational(rational);
    }
    return this.dyadicForm;
  }

  private computeFraction(): Rational {
    const { form } = this;
    switch (form.kind) {
      case 'double':
        return Rational.of(form.value);
      case 'fraction':
        return form.value;
      case 'product':
        return form.left.rational!.multiply(form.right.rational!);
      case 'sum':
        return rationalSum(form.collect());
      case 'atom':
        throw new RangeError('Coefficient: an atom is no fraction');
      default:
        return unknownKind(form);
    }
  }

  private computeInterval(): Interval {
    const { form, rational } = this;
    if (rational) return Interval.ofRational(rational);
    switch (form.kind) {
      case 'atom':
        return form.enclose();
      case 'product': {
        const { left, right } = form;
        const product = left.interval.multiply(right.interval);
        const { lower, upper, exponent } = product;
        return left === right && lower < 0n ? Interval.of(0n, upper, exponent) : product;
      }
      case 'sum':
        return enclosedSum(form.collect());
      default:
        throw new RangeError(`Coefficient: a ${form.kind} is rational`);
    }
  }
}

/** Up to so many operations exact numbers are computed at once. */
const CHEAP = 600;
/** Doubles this narrow, relatively, are an answer. */
const NARROW = 2 ** -36;

const ofReals = new WeakMap<Real, Coefficient>();

/** Σ weights[i]·parts[i]. */
function combined(weights: readonly number[], parts: readonly Coefficient[]): Coefficient {
  const bounds = new CombinationBounds();
  let isRational = true;
  let operations = 0;
  parts.forEach((part, i) => {
    bounds.add(weights[i], part);
    isRational &&= part.isRational;
    operations += part.operations;
  });
  return Coefficient.sum(bounds.total(), isRational, operations, () => ({ weights, parts }));
}

function isDouble({ form }: Coefficient, value: number): boolean {
  return form.kind === 'double' && form.value === value;
}

/** Σ weights[i]·parts[i] of rational parts. */
function rationalSum({ weights, parts }: SumParts): Rational {
  const sum = new DyadicSum();
  let rest = Rational.zero;
  for (let i = 0; i < parts.length; i++) {
    const value = parts[i].dyadic;
    if (value) sum.add(dyadicOf(weights[i]), value);
    else rest = rest.add(parts[i].rational!.multiply(Rational.of(weights[i])));
  }
  return rest.add(sum.total());
}

/** Σ weights[i]·parts[i], of which rational parts are summed exactly. */
function enclosedSum({ weights, parts }: SumParts): Interval {
  const exact: { weights: number[]; parts: Coefficient[] } = { weights: [], parts: [] };
  const dyadics: Dyadic[] = [];
  const intervals: Interval[] = [];
  parts.forEach((part, i) => {
    if (part.isRational) {
      exact.weights.push(weights[i]);
      exact.parts.push(part);
    } else {
      dyadics.push(dyadicOf(weights[i]));
      intervals.push(part.interval);
    }
  });
  const sum = combination(dyadics, intervals);
  const constant = rationalSum(exact);
  return constant.numerator === 0n ? sum : sum.add(Interval.ofRational(constant));
}
