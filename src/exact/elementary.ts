import { exp, log } from './exponential.js';
import { Rational } from './rational.js';
import { Real } from './real.js';

export { erf, erfc, normalCdf, normalDensity, PI } from './errorFunction.js';
export { cos, sin } from './trigonometric.js';
export { exp, log };

/**
 * An enclosure of 1/(1 + e^-x), of relative width about 2^-250 on either side.
 *
 * @example
 * ```ts
 * sigmoid(Real.zero).toNumber(); // 0.5
 * ```
 */
export function sigmoid(x: Real): Real {
  return increasing(x, (point) => {
    // The exponential is taken where it is at most 1, so that it never overflows.
    const decay = exp(Real.ofRational(point.sign > 0 ? point.negate() : point));
    const share = Real.one.divide(Real.one.add(decay));
    return point.sign > 0 ? share : quotientBelow(decay, share);
  });
}

/** e^x·σ(−x) = σ(x); written as a product so that tiny exponentials stay what they are. */
function quotientBelow(decay: Real, share: Real): Real {
  return decay.multiply(share);
}

/**
 * An enclosure of tanh x, of relative width about 2^-180 or better.
 *
 * For 0 ≤ x < 2^-64, x − x³/3 ≤ tanh x ≤ x − x³/3 + x⁵/3: its derivative 1 − tanh² lies between
 * 1 − x² and 1 − (x − x³/3)² ≤ 1 − x² + 2x⁴/3.
 */
export function tanh(x: Real): Real {
  return increasing(x, (point) => {
    if (point.sign < 0) return tanh(Real.ofRational(point.negate())).negate();
    const value = Real.ofRational(point);
    if (point.compare(TINY) < 0) {
      const square = value.multiply(value);
      const cube = square.multiply(value).divide(Real.of(3));
      const below = value.subtract(cube);
      return below.hull(below.add(cube.multiply(square)));
    }
    const decay = exp(value.add(value).negate());
    return Real.one.subtract(decay).divide(Real.one.add(decay));
  });
}

/** An enclosure of log(1 + eˣ) = max(x, 0) + log(1 + e^-|x|). */
export function softplus(x: Real): Real {
  return increasing(x, (point) => {
    const value = Real.ofRational(point);
    const decay = exp(point.sign > 0 ? value.negate() : value);
    const rest = logOnePlus(decay);
    return point.sign > 0 ? value.add(rest) : rest;
  });
}

/** log(1 + u) for 0 ≤ u ≤ 1; where u < 2^-128 between u − u²/2 and u. */
export function logOnePlus(u: Real): Real {
  if (u.upper.compare(SMALL) >= 0) return log(Real.one.add(u));
  const half = Real.of(0.5);
  const lower = Real.ofRational(u.lower);
  return Real.between(lower.subtract(lower.multiply(lower).multiply(half)).lower, u.upper);
}

const TINY = new Rational(1n, 1n << 64n);
const SMALL = new Rational(1n, 1n << 128n);

/** An increasing function of an enclosure, by its values at the ends. */
function increasing(x: Real, at: (point: Rational) => Real): Real {
  const upper = at(x.upper);
  return x.rational ? upper : Real.between(at(x.lower).lower, upper.upper);
}
