import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { type Batch, rowsOf } from './batch.js';

/**
 * The shortest x with `weights · x` as close as possible to `target`: pinv(weights) · target.
 *
 * Singular values of at most 1e-12 of the largest are dropped. Arithmetic: float64.
 *
 * @param weights - C × D
 * @param target - shape [C]
 * @returns shape [D]
 */
export function minimumNormSolution(weights: Batch, target: Float64Array): Float64Array {
  const svd = new SingularValueDecomposition(new Matrix(rowsOf(weights)), { autoTranspose: true });
  const { leftSingularVectors: left, rightSingularVectors: right, diagonal } = svd;
  const cutoff = 1e-12 * Math.max(...diagonal);
  const out = new Float64Array(weights.columns);
  diagonal.forEach((value, k) => {
    if (value <= cutoff) return;
    let share = 0;
    for (let c = 0; c < target.length; c++) share += left.get(c, k) * target[c]!;
    for (let j = 0; j < out.length; j++) out[j]! += (right.get(j, k) * share) / value;
  });
  return out;
}
