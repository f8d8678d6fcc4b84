import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { type Batch, rowsOf } from './batch.js';
import { gammaOf } from './infinity/interval.js';

/**
 * The shortest x with `weights · x` as close as possible to `target`: pinv(weights) · target.
 *
 * Singular values of at most 1e-12 of the largest are dropped. Arithmetic: float64; `error` bounds what
 * rounding did, ‖·‖₂: a backward stable decomposition solves a system within C·D roundings of the
 * given one, and its solution is off by the condition number times as much, twice (Higham, Accuracy
 * and Stability of Numerical Algorithms, 2nd ed., theorem 20.1).
 *
 * @param weights - C × D
 * @param target - shape [C]
 * @returns `solution` of shape [D]
 */
export function minimumNormSolution(
  weights: Batch,
  target: Float64Array,
): { solution: Float64Array; error: number } {
  const svd = new SingularValueDecomposition(new Matrix(rowsOf(weights)), { autoTranspose: true });
  const { leftSingularVectors: left, rightSingularVectors: right, diagonal } = svd;
  const cutoff = 1e-12 * Math.max(...diagonal);
  const out = new Float64Array(weights.columns);
  diagonal.forEach((value, k) => {
    if (value <= cutoff) return;
    let share = 0;
    for (let c = 0; c < target.length; c++) share += left.get(c, k) * target[c];
    for (let j = 0; j < out.length; j++) out[j] += (right.get(j, k) * share) / value;
  });
  const kept = diagonal.filter((value) => value > cutoff);
  const condition = kept.length > 0 ? Math.max(...kept) / Math.min(...kept) : 1;
  const roundings = gammaOf(weights.rows * weights.columns);
  return { solution: out, error: 2 * condition * roundings * Math.hypot(...out) };
}
