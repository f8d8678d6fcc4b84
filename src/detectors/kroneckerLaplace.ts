import { type Batch, rowOf } from './batch.js';
import type { FittingData } from './fittingData.js';
import { gammaOf } from './infinity/interval.js';
import { featureErrors, logitErrors } from './observations.js';
import { probabilities, probabilityError } from './probabilities.js';
import { momentError, secondMoment } from './secondMoment.js';
import { symmetricSpectrum } from './spectrum.js';

/** A Gaussian around a trained head, as what it makes of the variance of every logit. */
export interface KroneckerLaplace {
  /** The variance of each logit at u = (z, 1), shape [C]; at directions u = (Δ, 0) what multiplies t². */
  variances(u: ArrayLike<number>): Float64Array;
  /** How far a variance may be from that of exact arithmetic, relative to itself. */
  error(): number;
}

/**
 * The last-layer Laplace approximation with Kronecker factors: the Hessian of the cross entropy, summed
 * over the training rows, as n·G ⊗ A of the means A of u uᵀ, u = (z, 1), and G of diag p − p pᵀ; its
 * inverse beside the prior's precision is the covariance of the head.
 *
 * Arithmetic: float64. With eigenvectors v_i of A and g_j of G the variance of logit c is
 * Σ_i (v_i·u)² Σ_j g_jc²/(n a_i γ_j + λ), a sum of positive terms.
 *
 * Source: Ritter, Botev and Barber 2018; Kristiadi, Hein and Hennig 2020 for the last layer.
 *
 * @param priorPrecision - λ, of every weight and bias
 */
export function kroneckerLaplace(
  { train, head }: FittingData,
  priorPrecision: number,
): KroneckerLaplace {
  const { features } = train;
  const size = features.columns + 1;
  const classes = head.bias.length;
  const inputs = secondMoment(features.rows, size, (i, u) => {
    u.set(rowOf(features, i));
    u[size - 1] = 1;
  });
  const a = symmetricSpectrum(inputs, size);
  const outputs = meanHessian(probabilities(train.logits));
  const g = symmetricSpectrum(outputs, classes);
  // Moments have no negative eigenvalues: what is below 0 is rounding.
  const eigenvalue = (values: Float64Array, k: number) => Math.max(0, values[k]);
  const weights = Array.from({ length: classes }, (_, c) =>
    Float64Array.from({ length: size }, (_unused, i) => {
      let sum = 0;
      for (let j = 0; j < classes; j++) {
        const precision =
          features.rows * eigenvalue(a.eigenvalues, i) * eigenvalue(g.eigenvalues, j);
        sum += g.vectors[j * classes + c] ** 2 / (precision + priorPrecision);
      }
      return sum;
    }),
  );
  return {
    variances(u) {
      const along = new Float64Array(size);
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) along[i] += a.vectors[i * size + j] * u[j];
      }
      return Float64Array.from(weights, (row) =>
        row.reduce((sum, weight, i) => sum + weight * along[i] ** 2, 0),
      );
    },
    error() {
      const trace = (matrix: Float64Array, n: number) =>
        Array.from({ length: n }, (_, k) => matrix[k * n + k]).reduce((sum, x) => sum + x, 0);
      const offInputs =
        a.error +
        momentError(
          features.rows,
          trace(inputs, size),
          Float64Array.of(...featureErrors(train), 0),
        );
      const offP = probabilityError(classes, Math.max(...logitErrors(train)));
      const offOutputs =
        g.error + 3 * classes * offP + gammaOf(features.rows + 8) * trace(outputs, classes);
      const [largestA, largestG] = [a.eigenvalues[0], g.eigenvalues[0]].map((x) => Math.max(0, x));
      const offPrecision =
        features.rows * (largestA * offOutputs + offInputs * (largestG + offOutputs));
      // ‖δP‖·‖Σ‖, ‖Σ‖ ≤ 1/λ: so far may uᵀΣu be off, relative to itself.
      const share = offPrecision / priorPrecision;
      if (!(share < 1)) return Infinity;
      const condition = (features.rows * largestA * largestG) / priorPrecision + 1;
      const turned = a.defect + g.defect + gammaOf(size + classes + 8);
      return (
        share / (1 - share) +
        2 * Math.sqrt(condition) * turned +
        condition * turned ** 2 +
        gammaOf(size + classes + 16)
      );
    },
  };
}

/** The mean of diag p − p pᵀ over rows: C × C. */
function meanHessian({ rows, columns: classes, values }: Batch): Float64Array {
  const sum = new Float64Array(classes * classes);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < classes; c++) {
      const p = values[i * classes + c];
      let others = 0;
      for (let d = 0; d < classes; d++) {
        if (d === c) continue;
        const q = values[i * classes + d];
        others += q;
        sum[c * classes + d] -= p * q;
      }
      // 1 − p without cancellation.
      sum[c * classes + c] += p * others;
    }
  }
  return sum.map((value) => value / rows);
}
