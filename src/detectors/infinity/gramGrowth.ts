import { Rational } from '../../exact/rational.js';
import { GRAM_POWERS } from '../gramFeatures.js';
import type { GermVector } from './germVector.js';
import { type NoveltyGerm, signedCoefficient } from './noveltyGerm.js';

/**
 * The growth of a sum of Gram deviations: each `G_j = sign·|f_j^p Σ_k f_k^p|^{1/p}` is the p-th
 * root of a polynomial in t, whose degree and leading coefficient are found exactly.
 *
 * Every term leaves its range in the end if it grows, so no two cancel: signs are exact whatever
 * rounding did to the ranges, values float64.
 *
 * @param weightOf - what a unit of growth of channel j at order p adds to the score, on the side
 *   (1 above, −1 below) it leaves the range
 */
export function gramGrowth(
  x: GermVector,
  weightOf: (power: (typeof GRAM_POWERS)[number], channel: number, side: 1 | -1) => number,
): NoveltyGerm {
  const growth = new Map<number, number>();
  for (const power of GRAM_POWERS) {
    const sum = leadingOfPowerSum(x, power);
    if (!sum) continue;
    for (let j = 0; j < x.slope.length; j++) {
      const moving = x.slope[j].sign !== 0;
      const base = moving ? x.slope[j] : x.intercept[j];
      const exponent = ((moving ? power : 0) + sum.degree) / power;
      if (base.sign === 0 || exponent === 0) continue;
      const coefficient = raise(base, power).multiply(sum.coefficient);
      const weight = weightOf(power, j, coefficient.sign as 1 | -1);
      const rate = Math.abs(coefficient.toNumber()) ** (1 / power) * weight;
      growth.set(exponent, (growth.get(exponent) ?? 0) + rate);
    }
  }
  const terms = [...growth]
    .sort(([a], [b]) => b - a)
    .map(([power, value]) => ({ power, coefficient: signedCoefficient(1, value, Number.NaN) }));
  return {
    terms,
    constant: Number.NaN,
    approach: null,
    notes: terms.length === 0 ? ['the growing units cancel in every Gram sum'] : [],
  };
}

/** Degree and leading coefficient of Σ_k (a_k + t·b_k)^p; null if it is 0. Exact. */
function leadingOfPowerSum(
  { slope, intercept }: GermVector,
  power: number,
): { degree: number; coefficient: Rational } | null {
  let binomial = 1n;
  for (let degree = power; degree >= 0; degree--) {
    const factor = new Rational(binomial, 1n);
    let sum = Rational.zero;
    for (let k = 0; k < slope.length; k++) {
      const term = raise(slope[k], degree).multiply(raise(intercept[k], power - degree));
      sum = sum.add(term);
    }
    if (sum.sign !== 0) return { degree, coefficient: sum.multiply(factor) };
    binomial = (binomial * BigInt(degree)) / BigInt(power - degree + 1);
  }
  return null;
}

function raise(base: Rational, power: number): Rational {
  const exponent = BigInt(power);
  return new Rational(base.numerator ** exponent, base.denominator ** exponent);
}
