import { exp, normalCdf, PI } from '../exact/elementary.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { normalMean } from './trapezoid.js';

/** Jointly Gaussian numbers. */
export interface GaussianVector {
  /** Shape [C]. */
  readonly mean: readonly Real[];
  /** Shape [C][C], symmetric. */
  readonly covariance: readonly (readonly Real[])[];
}

/** Which of several Gaussian numbers is largest. */
export interface LargestOf {
  /**
   * Shape [C]: enclosures of the probability that each is the largest; of numbers that are equal
   * almost surely each has what they have together.
   */
  readonly probability: readonly Real[];
  /** Groups of numbers that are equal to each other almost surely, those that may be largest. */
  readonly groups: readonly (readonly number[])[];
}

/**
 * With what probability each of some Gaussian numbers is the largest.
 *
 * Two of them: Φ(m/s) of their difference. More, with independent numbers: a certified quadrature
 * of ∫ φ Π Φ. More, in general: bounds from pairs (Boole and Bonferroni), and from the sum being 1.
 *
 * Numbers whose difference does not vary are told apart by their means, or are equal for ever.
 *
 * Arithmetic: enclosed, outward rounded.
 *
 * @returns null if the enclosures do not say which differences vary
 */
export function largestOf(vector: GaussianVector): LargestOf | null {
  const classes = vector.mean.length;
  const variance = (i: number, j: number) =>
    vector.covariance[i][i]
      .add(vector.covariance[j][j])
      .subtract(vector.covariance[i][j].multiply(Real.of(2)));
  const groups: number[][] = [];
  const beaten = new Set<number>();
  for (let i = 0; i < classes; i++) {
    let home: number[] | null = null;
    for (let j = 0; j < i; j++) {
      const varies = variance(i, j).sign;
      if (varies === null) return null;
      if (varies !== 0) continue;
      const order = vector.mean[i].subtract(vector.mean[j]).sign;
      if (order === null) return null;
      if (order === 0) home ??= groups.find((group) => group.includes(j)) ?? null;
      else beaten.add(order > 0 ? j : i);
    }
    if (home) home.push(i);
    else groups.push([i]);
  }
  // What is as large as a number that is beaten is beaten too.
  const alive = groups.filter((group) => !group.some((i) => beaten.has(i)));
  const first = alive.map(([i]) => i);
  const shares = sharpened(first.map((i) => shareOf(i, first, vector, variance)));
  const probability = vector.mean.map((_, i) => {
    const g = alive.findIndex((group) => group.includes(i));
    return g === -1 ? Real.zero : shares[g];
  });
  return { probability, groups: alive };
}

function shareOf(
  i: number,
  among: readonly number[],
  { mean, covariance }: GaussianVector,
  variance: (i: number, j: number) => Real,
): Real {
  const others = among.filter((j) => j !== i);
  if (others.length === 0) return Real.one;
  const wins = (j: number) =>
    normalCdf(mean[i].subtract(mean[j]).divide(variance(i, j).squareRoot()));
  if (others.length === 1) return wins(others[0]);
  const independent = among.every(
    (j) => covariance[j][j].sign === 1 && among.every((k) => j === k || covariance[j][k].isZero),
  );
  if (independent) return independentShare(i, others, mean, covariance);
  // P(all won) is at least 1 − Σ P(lost), and at most the least P(won).
  const won = others.map(wins);
  const lost = won.reduce((sum, p) => sum.add(Real.one.subtract(p)), Real.zero);
  const lower = Real.one.subtract(lost).lower;
  const upper = won.reduce(
    (least, p) => (p.upper.compare(least) < 0 ? p.upper : least),
    Rational.one,
  );
  return Real.between(lower.sign < 0 ? Rational.zero : lower, upper);
}

/** ∫ φ(x) Π_j Φ((m_i + s_i x − m_j)/s_j) dx. */
function independentShare(
  i: number,
  others: readonly number[],
  mean: readonly Real[],
  covariance: readonly (readonly Real[])[],
): Real {
  const s = covariance[i][i].squareRoot();
  const deviations = others.map((j) => covariance[j][j].squareRoot());
  const ratios = deviations.map((other) => s.divide(other));
  const total = ratios.reduce((sum, ratio) => sum + ratio.upper.toNumber(), 0) * (1 + 2 ** -40);
  // |Φ(u + iv)| ≤ 1 + |v| e^(v²/2)/√(2π): with Σ |v_j| ≤ 2 the product is at most e^(2·e²/√(2π)).
  const strip = Math.min(1, 2 / total);
  const root = PI.multiply(Real.of(2)).squareRoot();
  const bound = exp(
    Real.of(2)
      .multiply(exp(Real.of(2)))
      .divide(root),
  );
  return normalMean(
    (x) =>
      others.reduce(
        (product, j, k) =>
          product.multiply(
            normalCdf(mean[i].add(s.multiply(x)).subtract(mean[j]).divide(deviations[k])),
          ),
        Real.one,
      ),
    strip,
    bound,
  );
}

/** Probabilities that add up to 1 bound each other. */
function sharpened(shares: readonly Real[]): Real[] {
  const sum = shares.reduce((total, share) => total.add(share), Real.zero);
  return shares.map((share) => {
    const least = Rational.one.subtract(sum.upper.subtract(share.upper));
    const most = Rational.one.subtract(sum.lower.subtract(share.lower));
    const lower = share.lower.compare(least) < 0 ? least : share.lower;
    const upper = share.upper.compare(most) > 0 ? most : share.upper;
    return lower.compare(upper) > 0 ? share : Real.between(lower, upper);
  });
}
