import type { Rational } from '../../exact/rational.js';
import { logSumExp } from '../../uncertainty/logSumExp.js';
import { isConstant } from './germVector.js';
import { gammaOf } from './interval.js';
import { steepest } from './logitGerms.js';
import { type NoveltyGerm, signedCoefficient } from './noveltyGerm.js';

/**
 * The expansion of the novelty `−log Σ_c exp(logit_c)` of logits `factor·slope_c·t + constant_c +
 * O(1/t)`: reshaped features multiply slopes by a number that is no fraction.
 *
 * Which slope is largest, and its sign, are exact; the values are float64.
 *
 * @param factor - above 0
 */
export function scaledEnergyGerm(
  slope: readonly Rational[],
  constants: ArrayLike<number>,
  factor: number,
): NoveltyGerm {
  const top = steepest({ slope, intercept: slope });
  const largest = slope[top[0]];
  const { sign } = largest.negate();
  const value = -factor * largest.toNumber();
  // An exponential of a ratio r is off by about r roundings.
  const error = gammaOf(8 + 2 * Math.abs(Math.log(factor))) * Math.abs(value);
  return {
    terms: sign === 0 ? [] : [{ power: 1, coefficient: signedCoefficient(sign, value, error) }],
    constant: -logSumExp(top.map((c) => constants[c])),
    approach: isConstant({ slope, intercept: slope })
      ? { kind: 'constant' }
      : { kind: 'algebraic', power: 1 },
  };
}
