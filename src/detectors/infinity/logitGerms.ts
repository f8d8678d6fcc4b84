import { Rational } from '../../exact/rational.js';
import { limitLogits } from '../../tail/limitOfTail.js';
import { logSumExp } from '../../uncertainty/logSumExp.js';
import { softmax } from '../../uncertainty/softmax.js';
import type { Approach } from './approach.js';
import type { GermVector } from './germVector.js';
import { linearGerm, type NoveltyGerm } from './noveltyGerm.js';

/** The classes whose logits have the largest slope, ascending. Exact. */
export function steepest({ slope }: GermVector): number[] {
  const largest = slope.reduce((best, b) => (b.compare(best) > 0 ? b : best));
  return slope.flatMap((b, c) => (b.compare(largest) === 0 ? [c] : []));
}

/**
 * The limit of softmax(logits / temperature). Which classes keep a share is exact; the values are
 * float64.
 *
 * @param temperature - not 0; with a negative one the least steep classes win
 */
export function limitProbabilities(logits: GermVector, temperature = 1): Float64Array {
  const germs = temperature < 0 ? negated(logits) : logits;
  return softmax(endLogits(germs).map((logit) => logit / Math.abs(temperature)));
}

/** Logits whose softmax is the limit. Which are finite is exact; the values are float64. */
export function endLogits(logits: GermVector): Float64Array {
  return limitLogits(steepest(logits), logits.intercept);
}

/**
 * How fast softmax(logits / temperature) comes to its limit: e^{−γt/T}, γ the gap between the
 * steepest classes and the next. Constant on flat tails.
 */
export function softmaxApproach(logits: GermVector, temperature = 1): Approach {
  const { slope } = temperature < 0 ? negated(logits) : logits;
  const [top] = steepest({ slope, intercept: slope });
  const gaps = slope.map((b) => slope[top].subtract(b)).filter(({ sign }) => sign > 0);
  if (gaps.length === 0) return { kind: 'constant' };
  const gap = gaps.reduce((least, other) => (other.compare(least) < 0 ? other : least));
  return { kind: 'exponential', rate: gap.toNumber() / Math.abs(temperature) };
}

/** The expansion of the novelty `−T·log Σ exp(logit/T)`, T > 0: slope exact, constant float64. */
export function energyGerm(logits: GermVector, temperature = 1): NoveltyGerm {
  const top = steepest(logits);
  const constant =
    -temperature * logSumExp(top.map((c) => logits.intercept[c].toNumber() / temperature));
  return linearGerm(logits.slope[top[0]].negate(), constant, softmaxApproach(logits, temperature));
}

/** The expansion of the novelty `−max logit`. Exact but for the rounding of the constant. */
export function maximumGerm(logits: GermVector): NoveltyGerm {
  const top = steepest(logits);
  const largest = top
    .map((c) => logits.intercept[c])
    .reduce((best, a) => (a.compare(best) > 0 ? a : best));
  return linearGerm(logits.slope[top[0]].negate(), largest.negate().toNumber(), {
    kind: 'constant',
  });
}

/** Germs that are multiplied by a rational number. Exact. */
export function scaleGerms({ slope, intercept }: GermVector, factor: Rational): GermVector {
  return {
    slope: slope.map((b) => b.multiply(factor)),
    intercept: intercept.map((a) => a.multiply(factor)),
  };
}

function negated(germs: GermVector): GermVector {
  return scaleGerms(germs, new Rational(-1n, 1n));
}
