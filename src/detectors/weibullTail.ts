/** A Weibull distribution fitted to the largest distances of a class, as libMR does. */
export interface WeibullTail {
  readonly scale: number;
  readonly shape: number;
  /** The smallest of the distances that were kept. */
  readonly smallScore: number;
  /** False where no fit exists: fewer than two distances, or all equal. */
  readonly valid: boolean;
  /** Whether distances that may differ in reals were taken for equal, within their rounding. */
  readonly roundedAway?: boolean;
}

/**
 * Fits a two-parameter Weibull to the `size` largest distances by maximum likelihood.
 *
 * The distances are shifted by 1 − the smallest kept one. With `y = log(d + 1 − s)` and
 * `x = (y − max y)/range y`, σ > 0 solves `σ + mean x − Σ x e^{x/σ}/Σ e^{x/σ} = 0`, whose left side
 * increases; then `shape = 1/(range·σ)`, `scale = exp(range·σ·log mean e^{x/σ} + max y)`.
 *
 * Arithmetic: float64, to machine precision (libMR stops at 1e-6).
 *
 * @param distances - at least 0 each
 * @param error - how far each may be off: what differs by no more is taken for equal
 */
export function fitWeibullTail(distances: Float64Array, size: number, error = 0): WeibullTail {
  const kept = distances.slice().sort().slice(-size);
  const smallScore = kept[0] ?? 0;
  const y = kept.map((distance) => Math.log(distance + 1 - smallScore));
  const top = y.at(-1) ?? 0;
  const range = top - (y[0] ?? 0);
  if (!((kept.at(-1) ?? 0) - smallScore > 2 * error)) {
    // Two distances from the mean of the two are equal.
    const roundedAway = error > 0 && kept.length > 2;
    return { scale: 0, shape: 0, smallScore, valid: false, ...(roundedAway && { roundedAway }) };
  }
  const x = y.map((value) => (value - top) / range);
  const sigma = solveLikelihood(x);
  const meanPower = x.reduce((sum, value) => sum + Math.exp(value / sigma), 0) / x.length;
  return {
    scale: Math.exp(range * sigma * Math.log(meanPower) + top),
    shape: 1 / (range * sigma),
    smallScore,
    valid: true,
  };
}

/** The Weibull distribution function at a distance, after the shift of the fit. */
export function weibullProbability(
  { scale, shape, smallScore }: WeibullTail,
  distance: number,
): number {
  const shifted = distance + 1 - smallScore;
  return shifted <= 0 ? 0 : -Math.expm1(-((shifted / scale) ** shape));
}

function solveLikelihood(x: Float64Array): number {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const excess = (sigma: number) => {
    let weights = 0;
    let moment = 0;
    for (const value of x) {
      const weight = Math.exp(value / sigma);
      weights += weight;
      moment += value * weight;
    }
    return sigma + mean - moment / weights;
  };
  // x lies in [−1, 0] and touches both ends: at σ = 1 the left side is positive.
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (excess(middle) < 0) low = middle;
    else high = middle;
  }
}
