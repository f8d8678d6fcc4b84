import type { Rational } from '../../exact/rational.js';
import { logSumExp } from '../../uncertainty/logSumExp.js';
import { isConstant } from './germVector.js';
import { steepest } from './logitGerms.js';
import type { NoveltyGerm } from './noveltyGerm.js';

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
  const largest = slope[top[0]!]!;
  const coefficient = {
    sign: (0 - largest.sign) as -1 | 0 | 1,
    value: -factor * largest.toNumber(),
    certain: true,
  };
  return {
    terms: coefficient.sign === 0 ? [] : [{ power: 1, coefficient }],
    constant: -logSumExp(top.map((c) => constants[c]!)),
    approach: isConstant({ slope, intercept: slope })
      ? { kind: 'constant' }
      : { kind: 'algebraic', power: 1 },
  };
}
