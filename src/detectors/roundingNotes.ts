import { rowOf } from './batch.js';
import { type GermVector, toNumbers } from './infinity/germVector.js';
import type { Whitening } from './whitening.js';

/**
 * Says so when a quadratic coefficient, exact for the stored doubles, is so small that it is no
 * more than the rounding of the eigenvectors that were fitted: a null direction of the data.
 */
export function roundingNotes(coefficient: number, whitening: Whitening, x: GermVector): string[] {
  const direction = toNumbers(x.slope);
  let scale = 0;
  for (let r = 0; r < whitening.root.rows; r++) {
    const row = rowOf(whitening.root, r);
    scale += row.reduce((sum, value, j) => sum + Math.abs(value * direction[j]!), 0) ** 2;
  }
  // 1e-14 relative in each whitened coordinate: about 50 units in the last place.
  const noise = 1e-28 * scale;
  return coefficient !== 0 && Math.abs(coefficient) <= noise
    ? [
        `the quadratic coefficient ${coefficient} is within the rounding of the fit: in exact arithmetic on the data it would be 0`,
      ]
    : [];
}
