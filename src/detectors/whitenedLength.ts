import type { Rational } from '../exact/rational.js';
import { type Batch, rowOf } from './batch.js';
import { type GermVector, toNumbers } from './infinity/germVector.js';
import { exactly, gammaOf, type Interval } from './infinity/interval.js';
import { CUTOFF, type Whitening } from './whitening.js';

/**
 * Where ΔᵀPΔ lies, P the pseudo-inverse of the covariance in exact arithmetic on features that are
 * only known within their rounding.
 *
 * The computed decomposition is that of a matrix within η of the true covariance Σ, η from
 * `Spectrum.error` and `Whitening.momentError`. Let λ be the least of the eigenvalues λ_1 … λ_s, d
 * the next one, sep = λ − η − d > 0, and P̂ the inverse on their eigenvectors. For the part of Δ that
 * P̂ reads, with y = P̂Δ, expanding y = P̂Σ̃y in Σ = Σ̃ + E gives
 *
 *     |xᵀPx − xᵀP̂x| ≤ a = η‖y‖²(1 + η/(λ − η) + (d + η)η/sep²),
 *
 * and the rest N̂Δ is met with ‖P^½N̂Δ‖ ≤ b = η‖Δ‖/(√(λ − η)·sep), since X = QN̂ solves the
 * Sylvester equation ΣX − XΣ̃ = QEN̂ (Davis and Kahan 1970). So √(ΔᵀPΔ) is between √(q̂ − a) − b and
 * √(q̂ + a) + b. P is at least its part on the s
 * largest eigenvalues, so that the best lower end over all s counts; eigenvalues near the cut-off may or
 * may not belong to P, and the upper end counts all that may.
 *
 * Exactly 0 if no entry of Δ moves a column that the covariance is of. Arithmetic: float64, bounds.
 *
 * @param error - how far Δ itself may be off, ‖·‖₂
 */
export function whitenedLength(
  whitening: Whitening,
  direction: readonly Rational[],
  error = 0,
): Interval {
  const moved = whitening.moving.map((column) => direction[column]);
  if (moved.every(({ sign }) => sign === 0) && error === 0) return exactly(0);
  return boundsOf(whitening, toNumbers(moved), error);
}

/** The same for the slopes of germs, exact or rounded. */
export function whitenedSpeed(whitening: Whitening, { slope, slopeErrors }: GermVector): Interval {
  const error = slopeErrors
    ? Math.hypot(...whitening.moving.map((column) => slopeErrors[column]))
    : 0;
  return whitenedLength(whitening, slope, error);
}

/**
 * How far `‖root·(x − center_c)‖²` of any row may be from what exact arithmetic would give, c the
 * centre at which it is least.
 *
 * @param error - how far a row less a centre may be off, ‖·‖₂
 */
export function whitenedLengthError(
  whitening: Whitening,
  rows: Batch,
  centers: readonly Float64Array[],
  error: number,
): number {
  const { moving } = whitening;
  let most = 0;
  for (let i = 0; i < rows.rows; i++) {
    const x = rowOf(rows, i);
    let lower = Infinity;
    let upper = Infinity;
    for (const center of centers) {
      const delta = Float64Array.from(moving, (column) => x[column] - center[column]);
      const bounds = boundsOf(whitening, delta, error);
      lower = Math.min(lower, bounds.lower);
      upper = Math.min(upper, bounds.upper);
    }
    if (centers.length > 0) most = Math.max(most, upper - lower);
  }
  return most;
}

/** @param delta - the entries of Δ in the moving columns */
function boundsOf(whitening: Whitening, delta: Float64Array, error: number): Interval {
  const { moving, spectrum, root } = whitening;
  if (moving.length === 0) return exactly(0);
  const length = Math.hypot(...delta);
  const { eigenvalues, defect } = spectrum;
  const eta = spectrum.error + whitening.momentError();
  const top = eigenvalues[0];
  const projections = Array.from({ length: root.rows }, (_, k) => {
    const row = rowOf(root, k);
    return moving.reduce((sum, column, j) => sum + row[column] * delta[j], 0);
  });
  let squares = 0;
  const image = new Float64Array(moving.length);
  let lower = 0;
  let last: { readonly kept: boolean; readonly upper: number } | null = null;
  // Each count of eigenvalues that is told from the rest gives a lower end; the best one counts.
  for (let count = 1; count <= root.rows; count++) {
    const row = rowOf(root, count - 1);
    const projection = projections[count - 1];
    squares += projection ** 2;
    for (let j = 0; j < image.length; j++) image[j] += projection * row[moving[j]];
    const low = eigenvalues[count - 1] - eta;
    const next = count < moving.length ? Math.max(0, eigenvalues[count]) : null;
    const separation = low - (next ?? 0);
    last = null;
    if (!(separation > 0)) continue;
    // The stored rows, and the products with them, are those of an orthogonal matrix but for this.
    const stored = (defect + gammaOf(moving.length + 4) * Math.sqrt(count)) * length;
    const size = Math.sqrt(squares);
    const slack = stored / Math.sqrt(low);
    const y = Math.hypot(...image) + (4 * stored) / low;
    const curvature = ((next ?? 0) + eta) * (eta / separation ** 2);
    const a = eta * y ** 2 * (1 + eta / low + (next === null ? 0 : curvature));
    const rest = next === null ? 0 : (eta * length) / (Math.sqrt(low) * separation);
    const b = rest + error / Math.sqrt(low);
    const kept = low > CUTOFF * (top + eta);
    const least = Math.sqrt(Math.max(0, Math.max(0, size - slack) ** 2 - a)) - b;
    if (kept) lower = Math.max(lower, least);
    last = { kept, upper: Math.sqrt((size + slack) ** 2 + a) + b };
  }
  const next = root.rows < moving.length ? eigenvalues[root.rows] + eta : 0;
  const rankKnown = last?.kept === true && next <= CUTOFF * (top - eta);
  // Of eigenvalues that P keeps none is below the cut-off.
  const most = top > eta ? (length + error) / Math.sqrt(CUTOFF * (top - eta)) : Infinity;
  const upper = rankKnown && last ? Math.min(last.upper, most) : most;
  return { lower: lower ** 2 * (1 - ROOM), upper: upper ** 2 * (1 + ROOM) };
}

/** Room for the rounding of these bounds themselves, which are sums of few terms. */
const ROOM = 1e-9;
