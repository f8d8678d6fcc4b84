import { Interval } from '../exact/interval.js';
import { Rational } from '../exact/rational.js';
import type { Real } from '../exact/real.js';
import { Coefficient } from './coefficient.js';

/**
 * Functions of coefficients that are not rational any more: the same function of the same number
 * is the same coefficient.
 */
export class Atoms {
  private readonly byFunction = new Map<string, { x: Coefficient; value: Coefficient }[]>();

  /**
   * f(x), made once.
   *
   * @param name - tells functions apart
   * @param enclose - an enclosure of f on what is known of x
   */
  of(name: string, x: Coefficient, enclose: (x: Real) => Real): Coefficient {
    return this.make(name, x, () => {
      const value = enclose(x.toReal());
      return value.rational
        ? Coefficient.ofRational(value.rational)
        : Coefficient.atom(Interval.ofReal(value));
    });
  }

  /** 1/x. @param x - its sign is known and not 0 */
  reciprocal(x: Coefficient): Coefficient {
    if (x.rational) {
      const { numerator, denominator } = x.rational;
      return Coefficient.ofRational(new Rational(denominator, numerator));
    }
    return this.make('1/x', x, () => Coefficient.atom(x.interval.reciprocal()));
  }

  private make(name: string, x: Coefficient, compute: () => Coefficient): Coefficient {
    // Equal numbers have equal enclosures if they were made alike; then it is shown that they are.
    const { lower, upper, exponent } = x.interval;
    const key = `${name} ${lower} ${upper} ${exponent}`;
    let known = this.byFunction.get(key);
    if (!known) this.byFunction.set(key, (known = []));
    for (const entry of known) {
      if (entry.x === x || entry.x.subtract(x).isZero) return entry.value;
    }
    const value = compute();
    known.push({ x, value });
    return value;
  }
}
