import { InputError } from '../errors/inputError.js';
import { PI, sigmoid } from '../exact/elementary.js';
import { Real } from '../exact/real.js';
import { capabilityOf } from '../network/capability.js';
import { expandedTail } from '../tail/expandedTail.js';
import type { Ray } from '../tail/tail.js';
import { entropyOf } from './entropyOf.js';
import { type GaussianVector, type LargestOf, largestOf } from './largestOf.js';
import { logisticNormalMean } from './logisticNormal.js';
import type { GaussianHead } from './posterior.js';
import { type PosteriorLimit, topOf } from './posteriorLimit.js';

/** What a Gaussian head's prediction tends to, with the usual approximation beside it. */
export interface GaussianHeadLimit extends PosteriorLimit {
  /**
   * For two classes, what the probit approximation σ(m/√(1 + πs²/8)) of class 1 tends to: it is no
   * bound of the limit. Null for more classes, or where the slope does not vary.
   */
  readonly probit: Real | null;
  /** Mean and covariance of the slopes of the logits, which draws can be made from. */
  readonly slopes: GaussianVector;
}

/**
 * What the prediction of a Gaussian head tends to along a ray on which penultimate activations are
 * z⁰ + tΔ in the end: the probability of each class that its slope w_c·Δ is the largest.
 *
 * Two classes: Φ(m/s), strictly between 0 and 1 where the difference of the slopes varies. More: see
 * `largestOf`. Classes whose slopes are equal almost surely share what they have together; of two,
 * the mean of σ of the Gaussian difference that is left; of more, bounds only.
 *
 * @returns null where z does not end in straight lines
 * @throws InputError `out_of_range` if the covariance gives a negative variance along the ray
 *
 * Source: claim `gaussian-head`; Kristiadi, Hein and Hennig 2020 for the probit approximation.
 */
export function gaussianHeadLimit(head: GaussianHead, ray: Ray): GaussianHeadLimit | null {
  const { slope, intercept } = expandedTail(head.body, ray.origin, ray.direction);
  if (slope === null || intercept === null) return null;
  const slopes = vectorOf(head, [...slope, Real.zero]);
  const largest = largestOf(slopes);
  if (largest === null) return null;
  const alone = largest.groups.every((group) => group.length === 1);
  const probabilities = alone
    ? largest.probability
    : sharedOut(largest, head, [...intercept, Real.one]);
  const entropy = entropyOf(probabilities);
  return {
    probabilities,
    top: topOf(probabilities),
    entropy,
    mutualInformation: alone ? entropy : null,
    drawsSaturate: alone,
    // Slopes of z do not depend on the input, and they decide.
    fromEveryInput: alone && capabilityOf(head.body).piecewiseAffine,
    probit: head.classes === 2 && alone ? probitOf(slopes) : null,
    slopes,
  };
}

/** Mean and covariance of W·u, u = (units, 1 or 0 for the bias). */
function vectorOf({ mean, covariance, classes }: GaussianHead, u: readonly Real[]): GaussianVector {
  const moving = u.flatMap((value, j) => (value.isZero ? [] : [j]));
  const entry = (c: number, d: number) => {
    let sum = Real.zero;
    for (const j of moving) {
      let row = Real.zero;
      for (const k of moving) {
        const value = covariance[c * u.length + j][d * u.length + k];
        if (value !== 0) row = row.add(Real.of(value).multiply(u[k]));
      }
      sum = sum.add(row.multiply(u[j]));
    }
    return sum;
  };
  const matrix: Real[][] = [];
  for (let c = 0; c < classes; c++) {
    matrix.push(Array.from({ length: classes }, (_, d) => (d < c ? matrix[d][c] : entry(c, d))));
    if (matrix[c][c].sign === -1) throw notCovariance(c);
  }
  return {
    mean: mean.map((row) =>
      moving.reduce((sum, j) => sum.add(Real.of(row[j]).multiply(u[j])), Real.zero),
    ),
    covariance: matrix,
  };
}

/** The limit where classes of equal slopes share a probability, by their intercepts. */
function sharedOut(
  { probability, groups }: LargestOf,
  head: GaussianHead,
  u: readonly Real[],
): Real[] {
  const out = [...probability];
  for (const group of groups.filter(({ length }) => length > 1)) {
    const whole = probability[group[0]];
    if (group.length === 2 && groups.length === 1) {
      const [i, j] = group;
      const { mean, covariance } = vectorOf(head, u);
      const variance = covariance[i][i]
        .add(covariance[j][j])
        .subtract(covariance[i][j].multiply(Real.of(2)));
      const share =
        variance.sign === null
          ? Real.zero.hull(Real.one)
          : logisticNormalMean(mean[i].subtract(mean[j]), variance.squareRoot());
      out[i] = share;
      out[j] = Real.one.subtract(share);
      continue;
    }
    for (const c of group) out[c] = Real.zero.hull(whole);
  }
  return out;
}

/** σ(t·m/√(1 + πt²s²/8)) → σ(m/√(πs²/8)) for class 1. */
function probitOf({ mean, covariance }: GaussianVector): Real | null {
  const variance = covariance[0][0]
    .add(covariance[1][1])
    .subtract(covariance[0][1].multiply(Real.of(2)));
  if (variance.sign !== 1) return null;
  const scale = PI.multiply(variance).divide(Real.of(8)).squareRoot();
  return sigmoid(mean[1].subtract(mean[0]).divide(scale));
}

function notCovariance(c: number): InputError {
  return new InputError('posterior', [
    {
      code: 'out_of_range',
      path: `covariance of class ${c}`,
      rule: 'must give no negative variance: it is not positive semidefinite',
      remedy: 'mend the matrix',
    },
  ]);
}
