import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { GaussianHead } from './posterior.js';

/**
 * What the probit approximation of a Gaussian head of two classes never exceeds far away, whatever
 * the direction: σ(‖μ‖/√(π λ/8)), where μ is the mean of w_1 − w_0 and λ the least eigenvalue of its
 * covariance, biases left out.
 *
 * It bounds that approximation, not the prediction: Φ(m/s) can lie above it. Arithmetic: float64, the
 * eigenvalue lessened by what its rounding may be.
 *
 * @returns 1 where the covariance has no least eigenvalue clear of 0; null for more classes
 *
 * Source: Kristiadi, Hein and Hennig 2020, theorem 2.4, for a Gaussian last layer.
 */
export function probitCeiling({ mean, covariance, classes }: GaussianHead): number | null {
  if (classes !== 2) return null;
  const [first, second] = mean;
  const size = first.length;
  const units = Array.from({ length: size - 1 }, (_, j) => j);
  const length = Math.hypot(...units.map((j) => second[j] - first[j]));
  const of = units.map((j) =>
    units.map(
      (k) =>
        covariance[j][k] +
        covariance[size + j][size + k] -
        covariance[j][size + k] -
        covariance[size + j][k],
    ),
  );
  const { realEigenvalues } = new EigenvalueDecomposition(new Matrix(of), {
    assumeSymmetric: true,
  });
  const largest = Math.max(...realEigenvalues.map(Math.abs));
  const least = Math.min(...realEigenvalues) - size * size * Number.EPSILON * largest;
  if (!(least > 0)) return 1;
  return 1 / (1 + Math.exp(-length / Math.sqrt((Math.PI * least) / 8)));
}
