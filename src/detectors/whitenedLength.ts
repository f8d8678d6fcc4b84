import type { Rational } from '../exact/rational.js';
import { type Batch, rowOf } from './batch.js';
import { type GermVector, toNumbers } from './infinity/germVector.js';
import { exactly, gammaOf, type Interval } from './infinity/interval.js';
import { rowProducts, shiftedRows } from './rowProducts.js';
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
  const delta = toNumbers(moved);
  const { moving, root } = whitening;
  const projections = Float64Array.from({ length: root.rows }, (_, k) => {
    const row = rowOf(root, k);
    return moving.reduce((sum, column, j) => sum + row[column] * delta[j], 0);
  });
  return boundsOf(whitening, Math.hypot(...delta), projections, error);
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
  if (centers.length === 0) return 0;
  const { moving, root } = whitening;
  const lower = new Float64Array(rows.rows).fill(Infinity);
  const upper = new Float64Array(rows.rows).fill(Infinity);
  const delta = new Float64Array(moving.length);
  for (const center of centers) {
    const shifted = shiftedRows(rows, center);
    // Beside the moving columns the root is 0.
    const projected = rowProducts(root, shifted);
    for (let i = 0; i < rows.rows; i++) {
      const row = rowOf(shifted, i);
      moving.forEach((column, j) => {
        delta[j] = row[column];
      });
      const bounds = boundsOf(whitening, Math.hypot(...delta), rowOf(projected, i), error);
      lower[i] = Math.min(lower[i], bounds.lower);
      upper[i] = Math.min(upper[i], bounds.upper);
    }
  }
  return upper.reduce((most, bound, i) => Math.max(most, bound - lower[i]), 0);
}

/** What bounds take of a whitening, whatever Δ is. */
interface Prepared {
  /** η. */
  readonly eta: number;
  /** Of each count of eigenvalues; null where they are not told from the rest. */
  readonly counts: readonly (Count | null)[];
  /** 1/λ. */
  readonly inverses: Float64Array;
  readonly rankKnown: boolean;
}

/** The largest eigenvalues up to one that is told from the next. */
interface Count {
  /** λ − η. */
  readonly low: number;
  /** sep; null where there is no next eigenvalue. */
  readonly separation: number | null;
  /** 1 + η/(λ − η) + (d + η)η/sep². */
  readonly growth: number;
  /** The stored rows, and products with them, are those of an orthogonal matrix but for this. */
  readonly stored: number;
  readonly kept: boolean;
}

const prepared = new WeakMap<Whitening, Prepared>();

function preparedOf(whitening: Whitening): Prepared {
  const known = prepared.get(whitening);
  if (known) return known;
  const { moving, spectrum, root } = whitening;
  const { eigenvalues, defect } = spectrum;
  const eta = spectrum.error + whitening.momentError();
  const top = eigenvalues[0];
  const counts = Array.from({ length: root.rows }, (_, k): Count | null => {
    const low = eigenvalues[k] - eta;
    const next = k + 1 < moving.length ? Math.max(0, eigenvalues[k + 1]) : null;
    const separation = low - (next ?? 0);
    if (!(separation > 0)) return null;
    const curvature = ((next ?? 0) + eta) * (eta / separation ** 2);
    return {
      low,
      separation: next === null ? null : separation,
      growth: 1 + eta / low + (next === null ? 0 : curvature),
      stored: defect + gammaOf(moving.length + 4) * Math.sqrt(k + 1),
      kept: low > CUTOFF * (top + eta),
    };
  });
  const next = root.rows < moving.length ? eigenvalues[root.rows] + eta : 0;
  const made = {
    eta,
    counts,
    inverses: eigenvalues.subarray(0, root.rows).map((value) => 1 / value),
    rankKnown: counts.at(-1)?.kept === true && next <= CUTOFF * (top - eta),
  };
  prepared.set(whitening, made);
  return made;
}

/**
 * @param length - ‖Δ‖ in the moving columns
 * @param projections - root·Δ
 */
function boundsOf(
  whitening: Whitening,
  length: number,
  projections: Float64Array,
  error: number,
): Interval {
  const { moving, spectrum } = whitening;
  if (moving.length === 0) return exactly(0);
  const { eta, counts, inverses, rankKnown } = preparedOf(whitening);
  const top = spectrum.eigenvalues[0];
  let squares = 0;
  let image = 0;
  let lower = 0;
  let last = Infinity;
  // Each count of eigenvalues that is told from the rest gives a lower end; the best one counts.
  counts.forEach((count, k) => {
    squares += projections[k] ** 2;
    image += projections[k] ** 2 * inverses[k];
    if (!count) return;
    const { low, separation, growth, kept } = count;
    const stored = count.stored * length;
    const size = Math.sqrt(squares);
    const slack = stored / Math.sqrt(low);
    // ‖y‖: the rows of the root are eigenvectors over √λ, orthogonal but for their defect.
    const y = (1 + spectrum.defect) * Math.sqrt(image) + (4 * stored) / low;
    const a = eta * y ** 2 * growth;
    const rest = separation === null ? 0 : (eta * length) / (Math.sqrt(low) * separation);
    const b = rest + error / Math.sqrt(low);
    const least = Math.sqrt(Math.max(0, Math.max(0, size - slack) ** 2 - a)) - b;
    if (kept) lower = Math.max(lower, least);
    last = Math.sqrt((size + slack) ** 2 + a) + b;
  });
  // Of eigenvalues that P keeps none is below the cut-off.
  const most = top > eta ? (length + error) / Math.sqrt(CUTOFF * (top - eta)) : Infinity;
  const upper = rankKnown ? Math.min(last, most) : most;
  return { lower: lower ** 2 * (1 - ROOM), upper: upper ** 2 * (1 + ROOM) };
}

/** Room for the rounding of these bounds themselves, which are sums of few terms. */
const ROOM = 1e-9;
