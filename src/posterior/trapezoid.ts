import { exp, normalCdf, normalDensity, PI } from '../exact/elementary.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';

/** Beyond this many standard deviations what is left is below 1e-18. */
const REACH = 9;
/** 2πa/h: the error of the sum is below 2·M·e^−36. */
const EXPONENT = 36;

/**
 * An enclosure of E[g(X)], X standard normal, for g with values in [0, 1].
 *
 * The trapezoidal sum over the whole line converges geometrically for a function that is analytic in
 * a strip |Im z| < a: the error is at most 2M/(e^(2πa/h) − 1), M a bound of ∫ |φ(x + iy) g(x + iy)| dx
 * in it. Since ∫ |φ(x + iy)| dx = e^(y²/2), M = bound·e^(a²/2).
 *
 * Arithmetic: enclosed, outward rounded.
 *
 * @param strip - a, above 0: g is analytic for |Im z| < a
 * @param bound - |g| is at most this there
 *
 * Source: Trefethen and Weideman 2014, The exponentially convergent trapezoidal rule, theorem 5.1.
 */
export function normalMean(g: (x: Real) => Real, strip: number, bound: Real): Real {
  const step = powerOfTwoBelow((2 * Math.PI * strip) / EXPONENT);
  const last = Math.ceil(REACH / step);
  let sum = Real.zero;
  for (let n = -last; n <= last; n++) {
    const x = Real.of(n * step);
    sum = sum.add(normalDensity(x).multiply(g(x)));
  }
  const value = sum.multiply(Real.of(step));
  const a = Real.of(strip);
  const growth = exp(a.multiply(a).divide(Real.of(2)));
  const ratio = exp(PI.multiply(Real.of(2)).multiply(a).divide(Real.of(step))).subtract(Real.one);
  const error = bound.multiply(growth).multiply(Real.of(2)).divide(ratio).upper;
  // The sum over what is left out is at most the integral from one step nearer.
  const leftOut = normalCdf(Real.of(-(last * step - step))).multiply(Real.of(2)).upper;
  const lower = value.lower.subtract(error);
  const upper = value.upper.add(error).add(leftOut);
  return Real.between(lower.sign < 0 ? Rational.zero : lower, atMostOne(upper));
}

function atMostOne(value: Rational): Rational {
  return value.compare(Rational.one) > 0 ? Rational.one : value;
}

/** So that abscissas are doubles exactly. */
function powerOfTwoBelow(value: number): number {
  return 2 ** Math.floor(Math.log2(value));
}
