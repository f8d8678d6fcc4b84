import { unknownKind } from '../errors/unknownKind.js';
import { cos, exp, log, sin } from '../exact/elementary.js';
import type { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';

/** A function of one variable without asymptotes, or not defined everywhere. */
export type ElementaryFunction =
  | { readonly kind: 'exp' | 'log' | 'sin' | 'cos' }
  | { readonly kind: 'power'; readonly exponent: Rational };

/** In float64. */
export function elementaryInFloat64(f: ElementaryFunction, x: number): number {
  switch (f.kind) {
    case 'exp':
      return Math.exp(x);
    case 'log':
      return Math.log(x);
    case 'sin':
      return Math.sin(x);
    case 'cos':
      return Math.cos(x);
    case 'power': {
      const exponent = f.exponent.toNumber();
      return exponent === 0.5 ? Math.sqrt(x) : exponent === -0.5 ? 1 / Math.sqrt(x) : x ** exponent;
    }
    default:
      return unknownKind(f);
  }
}

/** An enclosure of the values. @throws RangeError where it is not defined on all that is enclosed */
export function elementaryOfReal(f: ElementaryFunction, x: Real): Real {
  switch (f.kind) {
    case 'exp':
      return exp(x);
    case 'log':
      return log(x);
    case 'sin':
      return sin(x);
    case 'cos':
      return cos(x);
    case 'power':
      return powerOfReal(x, f.exponent);
    default:
      return unknownKind(f);
  }
}

function powerOfReal(x: Real, exponent: Rational): Real {
  const { numerator, denominator } = exponent;
  if (denominator === 1n) {
    const count = numerator < 0n ? -numerator : numerator;
    if (count <= 64n) {
      let power = Real.one;
      for (let n = 0n; n < count; n++) power = power.multiply(x);
      // An even power is not negative.
      if (count % 2n === 0n && power.sign === null) power = Real.zero.hull(power.absolute());
      return numerator < 0n ? Real.one.divide(power) : power;
    }
  }
  if (denominator === 2n) {
    const root = x.squareRoot();
    const count = numerator < 0n ? -numerator : numerator;
    let power = Real.one;
    for (let n = 0n; n < count; n++) power = power.multiply(root);
    return numerator < 0n ? Real.one.divide(power) : power;
  }
  return exp(log(x).multiply(Real.ofRational(exponent)));
}
