import { Rational } from '../../exact/rational.js';
import type { Wave } from '../curveAnalysis.js';
import { combination, short } from './describe.js';

/**
 * Points (t, cos t) at which statements about curves are decided exactly: any u in [−1, 1] is the
 * cosine of arbitrarily large t, and with u free a wave t·(linear + oscillating·u) + constant is a
 * fraction wherever t and u are. What holds for all of t ≥ 0 and u in [−1, 1] holds on the curve.
 */
export const CURVE_POINTS: readonly { readonly t: Rational; readonly cosine: Rational }[] = [
  1n,
  64n,
].flatMap((t) =>
  [-2n, -1n, 0n, 1n, 2n].map((u) => ({ t: new Rational(t, 1n), cosine: new Rational(u, 2n) })),
);

/** The wave at such a point. */
export function waveAt(
  { linear, oscillating, constant }: Wave,
  { t, cosine }: (typeof CURVE_POINTS)[number],
): Rational {
  return linear.add(oscillating.multiply(cosine)).multiply(t).add(constant);
}

/** The wave at a double t, in float64. */
export function waveInFloat64({ linear, oscillating, constant }: Wave, t: number): number {
  return t * (linear.toNumber() + oscillating.toNumber() * Math.cos(t)) + constant.toNumber();
}

/** The largest absolute value. */
export function largestMagnitude(values: readonly Rational[]): Rational {
  return values.reduce((best, value) => {
    const size = value.sign < 0 ? value.negate() : value;
    return size.compare(best) > 0 ? size : best;
  }, Rational.zero);
}

/** `t·(1/2 − 1/2·cos t) + 3`. */
export function describeWave({ linear, oscillating, constant }: Wave): string {
  const parts: string[] = [];
  if (oscillating.sign === 0) {
    parts.push(combination([{ coefficient: linear, of: 't' }]));
  } else {
    const size = oscillating.sign < 0 ? oscillating.negate() : oscillating;
    const one = size.numerator === 1n && size.denominator === 1n;
    const cosine = one ? 'cos t' : `${short(size)}·cos t`;
    const minus = oscillating.sign < 0;
    parts.push(
      linear.sign === 0
        ? `${minus ? '−' : ''}t·${cosine}`
        : `t·(${short(linear)} ${minus ? '−' : '+'} ${cosine})`,
    );
  }
  if (parts[0] === '0') return short(constant);
  if (constant.sign !== 0) {
    parts.push(constant.sign > 0 ? `+ ${short(constant)}` : `− ${short(constant.negate())}`);
  }
  return parts.join(' ');
}

/** Why a wave without a limit has none, in words. */
export function describeNoLimit({ oscillating }: Wave): string {
  return oscillating.sign === 0
    ? 'it is constant'
    : 'cos t takes every value from −1 to 1 again and again, and for some of them the factor of t is 0 or changes sign, at arbitrarily large t';
}
