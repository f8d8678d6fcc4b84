import { exp, log } from '../exact/elementary.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import type { Atoms } from './atoms.js';
import { Coefficient } from './coefficient.js';
import { boundsOfRoot } from './elementaryBounds.js';

/** 1/k!. */
export function inverseFactorial(k: number): Coefficient {
  let factorial = Rational.one;
  for (let i = 2; i <= k; i++) factorial = factorial.multiply(Rational.of(i));
  return Coefficient.ofRational(Rational.one.divide(factorial));
}

/** x^exponent; null where it is not computed. */
export function powerOfCoefficient(
  x: Coefficient,
  exponent: Rational,
  atoms: Atoms,
): Coefficient | null {
  if (exponent.denominator === 1n && exponent.numerator < 0n && exponent.numerator >= -8n) {
    const inverse = atoms.reciprocal(x);
    let power = inverse;
    for (let n = -1n; n > exponent.numerator; n--) power = power.multiply(inverse);
    return power;
  }
  if (x.sign !== 1) return null;
  if (exponent.denominator === 2n) {
    const root = atoms.of('sqrt', x, (value) => value.squareRoot(), boundsOfRoot);
    const whole = (exponent.numerator - 1n) / 2n;
    const rest = exponent.numerator - 1n === 2n * whole ? whole : whole - 1n;
    // x^(n + 1/2) = √x·x^n
    if (rest === 0n) return root;
    const power = powerOfCoefficient(x, new Rational(rest, 1n), atoms);
    return power?.multiply(root) ?? null;
  }
  if (exponent.denominator === 1n && exponent.numerator >= 0n && exponent.numerator <= 8n) {
    let power = Coefficient.one;
    for (let n = 0n; n < exponent.numerator; n++) power = power.multiply(x);
    return power;
  }
  return atoms.of(`power ${exponent}`, x, (value) => {
    return exp(log(value).multiply(Real.ofRational(exponent)));
  });
}

/** The binomial coefficient r(r − 1)…(r − k + 1)/k!. */
export function binomial(r: Rational, k: number): Rational {
  let value = Rational.one;
  for (let i = 0; i < k; i++) {
    value = value.multiply(r.subtract(Rational.of(i))).divide(Rational.of(i + 1));
  }
  return value;
}
