import { exp } from '../../exact/elementary.js';
import { Rational } from '../../exact/rational.js';
import { Real } from '../../exact/real.js';
import { short } from './describe.js';

/**
 * An exact number Σ q_i·e^{r_i} with rational q_i and distinct rational r_i.
 *
 * Softmax values of rational logits are quotients of these, so equations between probabilities and
 * their derivatives can be decided, not sampled: the number is 0 only if every q_i is. That is the
 * Lindemann–Weierstrass theorem: exponentials of distinct algebraic numbers are linearly
 * independent over the algebraic numbers. Arithmetic: exact.
 *
 * @example
 * ```ts
 * const one = new Rational(1n, 1n);
 * const e = ExponentialSum.of(one, one);
 * e.multiply(e).subtract(ExponentialSum.of(one.add(one), one)).isZero; // true
 * ```
 */
export class ExponentialSum {
  static readonly zero = new ExponentialSum(new Map());
  static readonly one = ExponentialSum.of(Rational.zero, new Rational(1n, 1n));

  /** Terms by their exponent in lowest terms; no coefficient is 0. */
  private constructor(private readonly terms: ReadonlyMap<string, Term>) {}

  /** coefficient · e^exponent. */
  static of(exponent: Rational, coefficient: Rational): ExponentialSum {
    if (coefficient.sign === 0) return ExponentialSum.zero;
    return new ExponentialSum(new Map([[keyOf(exponent), { exponent, coefficient }]]));
  }

  add(other: ExponentialSum): ExponentialSum {
    if (other.terms.size === 0) return this;
    if (this.terms.size === 0) return other;
    const sum = new Map(this.terms);
    for (const [key, term] of other.terms) accumulate(sum, key, term);
    return new ExponentialSum(sum);
  }

  subtract(other: ExponentialSum): ExponentialSum {
    return this.add(other.scale(MINUS_ONE));
  }

  multiply(other: ExponentialSum): ExponentialSum {
    const product = new Map<string, Term>();
    for (const x of this.terms.values()) {
      for (const y of other.terms.values()) {
        const exponent = x.exponent.add(y.exponent);
        const coefficient = x.coefficient.multiply(y.coefficient);
        accumulate(product, keyOf(exponent), { exponent, coefficient });
      }
    }
    return new ExponentialSum(product);
  }

  scale(factor: Rational): ExponentialSum {
    if (factor.sign === 0 || this.terms.size === 0) return ExponentialSum.zero;
    const scaled = new Map<string, Term>();
    for (const [key, { exponent, coefficient }] of this.terms) {
      scaled.set(key, { exponent, coefficient: coefficient.multiply(factor) });
    }
    return new ExponentialSum(scaled);
  }

  /** Whether the number is 0. Decided. */
  get isZero(): boolean {
    return this.terms.size === 0;
  }

  /** The number as a fraction if it is rational, else null. Decided. */
  get rational(): Rational | null {
    if (this.isZero) return Rational.zero;
    const [term] = this.terms.values();
    return this.terms.size === 1 && term.exponent.sign === 0 ? term.coefficient : null;
  }

  /** The sign where all coefficients share it; null where they do not and only digits could tell. */
  get evidentSign(): -1 | 0 | 1 | null {
    let sign: -1 | 0 | 1 = 0;
    for (const { coefficient } of this.terms.values()) {
      if (sign !== 0 && coefficient.sign !== sign) return null;
      sign = coefficient.sign;
    }
    return sign;
  }

  /**
   * The sign: 0 is decided; where coefficients differ in sign, that of a term which outweighs all
   * others, else by an enclosure of 250 bits, which leaves it open (null) only where terms cancel to so
   * many.
   */
  get sign(): -1 | 0 | 1 | null {
    const { evidentSign } = this;
    if (evidentSign !== null) return evidentSign;
    const terms = [...this.terms.values()];
    const largest = terms.reduce(
      (best, { exponent }) => (exponent.compare(best) > 0 ? exponent : best),
      terms[0].exponent,
    );
    const relative = terms.map(({ exponent, coefficient }) => ({
      exponent: exponent.subtract(largest),
      coefficient,
    }));
    return outweighing(relative)?.coefficient.sign ?? enclosed(relative).sign;
  }

  /** Float64; see `magnitude` for its error. */
  toNumber(): number {
    let sum = 0;
    for (const { exponent, coefficient } of this.terms.values()) {
      sum += coefficient.toNumber() * Math.exp(exponent.toNumber());
    }
    return sum;
  }

  /** Σ |q_i|·e^{r_i} in float64: `toNumber` is within 10⁻¹² of it, for exponents up to ±700. */
  get magnitude(): number {
    let sum = 0;
    for (const { exponent, coefficient } of this.terms.values()) {
      sum += Math.abs(coefficient.toNumber()) * Math.exp(exponent.toNumber());
    }
    return sum;
  }

  /** Whether the number is written as one term that needs no parentheses in a product. */
  get isSimple(): boolean {
    return this.terms.size <= 1;
  }

  /** `1 + 2e^(−1)`, largest exponent first. */
  toString(): string {
    const ordered = [...this.terms.values()].sort((x, y) => y.exponent.compare(x.exponent));
    let text = '';
    for (const { exponent, coefficient } of ordered) {
      const size = coefficient.sign < 0 ? coefficient.negate() : coefficient;
      const one = size.numerator === 1n && size.denominator === 1n;
      const power = exponent.sign === 0 ? '' : `e^(${short(exponent)})`;
      const shown = one && power !== '' ? power : short(size) + (power && `·${power}`);
      if (text === '') text = coefficient.sign < 0 ? `−${shown}` : shown;
      else text += coefficient.sign < 0 ? ` − ${shown}` : ` + ${shown}`;
    }
    return text === '' ? '0' : text;
  }
}

interface Term {
  readonly exponent: Rational;
  readonly coefficient: Rational;
}

/**
 * The term larger than all others together, with a tenth to spare; undefined if none is.
 *
 * Logarithms of sizes are float64. Between ±10⁹ they are off by less than 10⁻⁶, far less than is
 * spared, and below that the size is nothing beside one that is not.
 *
 * @param terms - with exponents of at most 0, one of which is 0
 */
function outweighing(terms: readonly Term[]): Term | undefined {
  const sizes = terms.map(({ exponent, coefficient }) => {
    const logarithm = Math.log(Math.abs(coefficient.toNumber()));
    // Of a coefficient beyond float64 no logarithm is known.
    return Number.isFinite(logarithm) ? exponent.toNumber() + logarithm : Number.NaN;
  });
  const most = Math.max(...sizes);
  const all = sizes.reduce((sum, size) => sum + Math.exp(size - most), 0);
  return all < 1.9 ? terms[sizes.indexOf(most)] : undefined;
}

/** Σ q_i·e^{r_i} as far as it is known. */
function enclosed(terms: readonly Term[]): Real {
  return terms.reduce(
    (sum, { exponent, coefficient }) =>
      sum.add(exp(Real.ofRational(exponent)).multiply(Real.ofRational(coefficient))),
    Real.zero,
  );
}

const MINUS_ONE = new Rational(-1n, 1n);

function keyOf(exponent: Rational): string {
  return `${exponent.numerator}/${exponent.denominator}`;
}

function accumulate(terms: Map<string, Term>, key: string, term: Term): void {
  const present = terms.get(key);
  if (!present) {
    terms.set(key, term);
    return;
  }
  const coefficient = present.coefficient.add(term.coefficient);
  if (coefficient.sign === 0) terms.delete(key);
  else terms.set(key, { exponent: term.exponent, coefficient });
}
