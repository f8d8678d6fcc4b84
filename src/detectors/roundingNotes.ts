import { rowOf } from './batch.js';
import { type GermVector, toNumbers } from './infinity/germVector.js';
import type { Whitening } from './whitening.js';

/**
 * Says so when a quadratic coefficient, exact for the stored doubles, is so small that it is no
 * more than the rounding of the eigenvectors that were fitted: a null direction of the data, or
 * distances that cancel.
 *
 * @param whitenings - those whose squared lengths were added or subtracted
 */
export function roundingNotes(
  coefficient: number,
  whitenings: readonly Whitening[],
  x: GermVector,
): string[] {
  const direction = toNumbers(x.slope);
  const noise = whitenings.reduce((sum, whitening) => sum + noiseOf(whitening, direction), 0);
  return coefficient !== 0 && Math.abs(coefficient) <= noise
    ? [
        `the quadratic coefficient ${coefficient} is within the rounding of the fit: in exact arithmetic on the data it may be 0 or of the other sign`,
      ]
    : [];
}

/** About 50 units in the last place. */
const ROUNDING = 1e-14;

/**
 * What rounding may do to ‖root·Δ‖².
 *
 * An eigenvector of a computed decomposition is off by about u·λ_max over the gap to the next
 * eigenvalue, which for a dropped one is λ itself (Golub and Van Loan, Matrix Computations, 4th
 * ed., section 8.1.3); row r of the root is an eigenvector over √λ_r, so that λ_max/λ_r is a
 * ratio of squared lengths of rows.
 */
function noiseOf({ root }: Whitening, direction: Float64Array): number {
  const rows = Array.from({ length: root.rows }, (_, r) => rowOf(root, r));
  const moving = direction.filter((_, j) => rows.some((row) => row[j] !== 0));
  const squares = rows.map((row) => row.reduce((sum, value) => sum + value ** 2, 0));
  const least = Math.min(...squares);
  const length = Math.hypot(...moving);
  return rows.reduce((sum, row, r) => {
    const size = row.reduce((total, value, j) => total + value * direction[j]!, 0);
    const error = ROUNDING * (squares[r]! / least) * Math.sqrt(squares[r]!) * length;
    return sum + (2 * Math.abs(size) + error) * error;
  }, 0);
}
