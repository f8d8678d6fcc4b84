import { Rational } from '../../exact/rational.js';
import { ExponentialSum } from './exponentialSum.js';

/**
 * An exact number `numerator / Π_k S_k^{powers[k]}`, the S_k being the softmax denominators of the
 * members of one ensemble: what sums and products of their limit probabilities are.
 */
export interface LimitFraction {
  readonly numerator: ExponentialSum;
  /** Shape [K], not negative. */
  readonly powers: readonly number[];
}

/**
 * Arithmetic of `LimitFraction`s over the denominators S_1 … S_K of an ensemble.
 *
 * Fractions are not reduced, but denominators are never multiplied where a common one is known, so
 * numerators stay short. All S_k are positive: a fraction is 0 iff its numerator is. Arithmetic:
 * exact.
 */
export class LimitFractions {
  readonly zero: LimitFraction;

  /** @param denominators - S_k, shape [K], positive */
  constructor(private readonly denominators: readonly ExponentialSum[]) {
    this.zero = { numerator: ExponentialSum.zero, powers: denominators.map(() => 0) };
  }

  /** numerator / S_k^power. */
  over(numerator: ExponentialSum, k: number, power: number): LimitFraction {
    if (numerator.isZero) return this.zero;
    const constant = this.denominators[k].rational;
    if (constant) {
      // A constant denominator is divided out at once: probabilities 1/2 stay one term.
      let scaled = numerator;
      for (let n = 0; n < power; n++) {
        scaled = scaled.scale(ONE.divide(constant));
      }
      return { ...this.zero, numerator: scaled };
    }
    return { numerator, powers: this.denominators.map((_, j) => (j === k ? power : 0)) };
  }

  sum(fractions: readonly LimitFraction[]): LimitFraction {
    const present = fractions.filter(({ numerator }) => !numerator.isZero);
    if (present.length === 0) return this.zero;
    const powers = this.denominators.map((_, k) =>
      Math.max(...present.map((fraction) => fraction.powers[k])),
    );
    let numerator = ExponentialSum.zero;
    for (const fraction of present) {
      let raised = fraction.numerator;
      powers.forEach((power, k) => {
        for (let n = fraction.powers[k]; n < power; n++) {
          raised = raised.multiply(this.denominators[k]);
        }
      });
      numerator = numerator.add(raised);
    }
    return { numerator, powers };
  }

  multiply(x: LimitFraction, y: LimitFraction): LimitFraction {
    return {
      numerator: x.numerator.multiply(y.numerator),
      powers: x.powers.map((power, k) => power + y.powers[k]),
    };
  }

  scale(x: LimitFraction, factor: Rational): LimitFraction {
    return { ...x, numerator: x.numerator.scale(factor) };
  }

  subtract(x: LimitFraction, y: LimitFraction): LimitFraction {
    return this.sum([x, this.scale(y, MINUS_ONE)]);
  }

  /** Float64, within 10⁻¹² of `magnitude`. */
  toNumber(x: LimitFraction): number {
    return this.divided(x.numerator.toNumber(), x);
  }

  /** The sum of the absolute values of the terms, in float64. */
  magnitude(x: LimitFraction): number {
    return this.divided(x.numerator.magnitude, x);
  }

  /** `(1 + e^(−1)) / (1 + e^(−2))^2`. */
  toString(x: LimitFraction): string {
    const below = this.denominators.flatMap((denominator, k) => {
      const power = x.powers[k];
      return power === 0 ? [] : [`(${denominator})${power === 1 ? '' : `^${power}`}`];
    });
    const above = x.numerator.toString();
    if (below.length === 0) return above;
    return `${x.numerator.isSimple ? above : `(${above})`} / ${below.join('')}`;
  }

  private divided(numerator: number, { powers }: LimitFraction): number {
    let value = numerator;
    this.denominators.forEach((denominator, k) => {
      if (powers[k] !== 0) value /= denominator.toNumber() ** powers[k];
    });
    return value;
  }
}

/** Whether every component is 0. Decided. */
export function isZeroVector(components: readonly LimitFraction[]): boolean {
  return components.every(({ numerator }) => numerator.isZero);
}

const ONE = new Rational(1n, 1n);
const MINUS_ONE = new Rational(-1n, 1n);
