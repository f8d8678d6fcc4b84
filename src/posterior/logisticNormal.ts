import { sigmoid } from '../exact/elementary.js';
import { Real } from '../exact/real.js';
import { normalMean } from './trapezoid.js';

/**
 * An enclosure of E[σ(m + s·X)], X standard normal: the probability of class 1 of two where the
 * difference of the logits is Gaussian.
 *
 * σ is analytic up to its poles at ±πi, and |σ| ≤ 1 where |Im| ≤ π/2.
 *
 * @param s - the standard deviation, not negative
 *
 * @example
 * ```ts
 * logisticNormalMean(Real.zero, Real.one).toNumber(); // 0.5
 * ```
 */
export function logisticNormalMean(m: Real, s: Real): Real {
  const widest = s.upper.toNumber();
  // π/2 from below, and no wider than the weight e^(a²/2) allows.
  const strip = widest === 0 ? 1 : Math.min(1, 1.57 / (widest * (1 + 2 ** -40)));
  return normalMean((x) => sigmoid(m.add(s.multiply(x))), strip, Real.one);
}
