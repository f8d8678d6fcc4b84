import { exp } from '../exact/elementary.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { doubleAbove } from '../tail/outwardDouble.js';

/**
 * (1 − 1/C)(1 − σ(κ)): how much a probability can change inside the box. Rounded up to a double.
 *
 * Source: claim `guard-uniform`, part 3.
 */
export function insideChange(classes: number, kappa: number): number {
  const one = Real.one;
  const share = one.subtract(inverse(classes));
  // 1 − σ(κ) = 1/(1 + e^κ).
  return doubleAbove(share.divide(one.add(exp(Real.of(kappa)))).upper);
}

/**
 * 1/C + (1 − 1/C)·σ(κ − μe): what no probability exceeds at an excess of e or more. Rounded up to a
 * double.
 *
 * Source: claim `guard-uniform`, part 4.
 */
export function confidenceBound(
  classes: number,
  kappa: number,
  mu: number,
  excess: number,
): number {
  const one = Real.one;
  const share = one.subtract(inverse(classes));
  const lost = Real.of(mu).multiply(Real.of(excess)).subtract(Real.of(kappa));
  const trust =
    lost.compare(Real.of(100_000)) === 1
      ? Real.between(Rational.zero, exp(Real.of(-100_000)).upper)
      : one.divide(one.add(exp(lost)));
  return doubleAbove(inverse(classes).add(share.multiply(trust)).upper);
}

function inverse(classes: number): Real {
  return Real.ofRational(new Rational(1n, BigInt(classes)));
}
