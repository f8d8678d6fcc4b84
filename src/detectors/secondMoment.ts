import { gammaOf } from './infinity/interval.js';

/** Rows that are summed before their sum is added to the total: sums of sums lose fewer digits. */
const BLOCK = 64;

/**
 * `(1/n) Σ_i d_i d_iᵀ` of n vectors: a covariance if they are deviations from a mean. Float64.
 *
 * @param write - writes d_i to `out`, shape [width]
 * @returns width × width, row by row
 */
export function secondMoment(
  rows: number,
  width: number,
  write: (row: number, out: Float64Array) => void,
): Float64Array {
  const total = new Float64Array(width * width);
  const block = new Float64Array(width * width);
  const d = new Float64Array(width);
  for (let i = 0; i < rows; i++) {
    write(i, d);
    for (let a = 0; a < width; a++) {
      const factor = d[a];
      if (factor === 0) continue;
      const at = a * width;
      for (let b = 0; b <= a; b++) block[at + b] += factor * d[b];
    }
    if ((i + 1) % BLOCK !== 0 && i + 1 !== rows) continue;
    for (let k = 0; k < total.length; k++) total[k] += block[k];
    block.fill(0);
  }
  for (let a = 0; a < width; a++) {
    for (let b = 0; b <= a; b++) {
      const value = total[a * width + b] / rows;
      total[a * width + b] = value;
      total[b * width + a] = value;
    }
  }
  return total;
}

/**
 * What rounding may have done to a second moment, in the spectral norm.
 *
 * With ε_i the error of d_i, ‖(d + ε)(d + ε)ᵀ − ddᵀ‖ ≤ 2‖d‖‖ε‖ + ‖ε‖², and the mean of ‖d_i‖ is at
 * most √trace. An entry of a sum of n products is off by γ_n Σ|d_a||d_b|/n ≤ γ_n √(m_aa m_bb): in
 * the Frobenius norm by γ_n·trace.
 *
 * @param trace - of the moment
 * @param errors - |ε_ij| is at most entry j for every row i
 */
export function momentError(rows: number, trace: number, errors: Float64Array): number {
  // Summed in a block, then block by block, then divided; d itself is a rounded difference.
  const sum = gammaOf(BLOCK + Math.ceil(rows / BLOCK) + 4) * trace;
  const length = Math.hypot(...errors);
  return sum + 2 * Math.sqrt(trace) * length + length ** 2;
}
