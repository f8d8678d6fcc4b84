import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { type Batch, rowOf, rowsOf, zeroBatch } from './batch.js';
import { meanRow } from './classMeans.js';
import { dot } from './vectors.js';

/** The first principal axes of standardised features. */
export interface PrincipalAxes {
  /** Shape [D]. */
  readonly mean: Float64Array;
  /** Population standard deviations; 1 for a feature that does not move. Shape [D]. */
  readonly scale: Float64Array;
  /** dimension × D, orthonormal rows. */
  readonly axes: Batch;
}

/** Of the variance, what the axes are to have where no dimension is given. */
const EXPLAINED = 0.9;

/**
 * Standardises features and finds their principal axes. Float64, symmetric eigensolver.
 *
 * @param dimension - how many, at most D; null for the fewest that have 90 % of the variance
 */
export function principalAxes(features: Batch, dimension: number | null): PrincipalAxes {
  const { rows, columns } = features;
  const mean = meanRow(features);
  const scale = deviations(features, mean);
  const covariance = Matrix.zeros(columns, columns);
  for (let i = 0; i < rows; i++) {
    const s = standardise(rowOf(features, i), mean, scale);
    for (let a = 0; a < columns; a++) {
      for (let b = 0; b < columns; b++) {
        covariance.set(a, b, covariance.get(a, b) + (s[a]! * s[b]!) / rows);
      }
    }
  }
  const { realEigenvalues: values, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const order = values.map((_, k) => k).sort((a, b) => values[b]! - values[a]!);
  const count = Math.min(columns, dimension ?? explaining(order.map((k) => values[k]!)));
  const axes = zeroBatch(count, columns);
  order.slice(0, count).forEach((k, r) => {
    for (let j = 0; j < columns; j++) axes.values[r * columns + j] = eigenvectorMatrix.get(j, k);
  });
  return { mean, scale, axes };
}

/** A feature vector standardised, and its coordinates along the axes. */
export function projected(space: PrincipalAxes, features: Float64Array) {
  const standardised = standardise(features, space.mean, space.scale);
  return { standardised, inside: insideAxes(space, standardised) };
}

/** The coordinates along the axes. Shape [dimension]. */
export function insideAxes({ axes }: PrincipalAxes, standardised: Float64Array): Float64Array {
  return Float64Array.from({ length: axes.rows }, (_, r) => dot(rowOf(axes, r), standardised));
}

/** AᵀA: D rows of shape [D]. */
export function formOf({ axes }: PrincipalAxes): number[][] {
  const columns = rowsOf({
    rows: axes.columns,
    columns: axes.rows,
    values: Float64Array.from(
      { length: axes.values.length },
      (_, i) => axes.values[(i % axes.rows) * axes.columns + Math.floor(i / axes.rows)]!,
    ),
  });
  return columns.map((x) => columns.map((y) => dot(x, y)));
}

function standardise(
  features: Float64Array,
  mean: Float64Array,
  scale: Float64Array,
): Float64Array {
  return features.map((value, j) => (value - mean[j]!) / scale[j]!);
}

/** scikit-learn's rule: a variance that rounding of the mean can make is none. */
function deviations({ rows, columns, values }: Batch, mean: Float64Array): Float64Array {
  return Float64Array.from({ length: columns }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += (values[i * columns + j]! - mean[j]!) ** 2;
    const variance = sum / rows;
    const rounding = rows * Number.EPSILON * variance + (rows * mean[j]! * Number.EPSILON) ** 2;
    return variance <= rounding ? 1 : Math.sqrt(variance);
  });
}

function explaining(falling: readonly number[]): number {
  const total = falling.reduce((sum, value) => sum + Math.max(0, value), 0);
  let reached = 0;
  const at = falling.findIndex((value) => {
    reached += Math.max(0, value);
    return reached >= EXPLAINED * total;
  });
  return at + 1;
}
