import { type Batch, rowOf, rowsOf, zeroBatch } from './batch.js';
import { meanRow } from './classMeans.js';
import { gammaOf } from './infinity/interval.js';
import { momentError, secondMoment } from './secondMoment.js';
import { symmetricSpectrum } from './spectrum.js';
import { dot } from './vectors.js';

/** The first principal axes of standardised features. */
export interface PrincipalAxes {
  /** Shape [D]. */
  readonly mean: Float64Array;
  /** Population standard deviations; 1 for a feature that does not move. Shape [D]. */
  readonly scale: Float64Array;
  /** dimension × D, orthonormal rows. */
  readonly axes: Batch;
  /** How far the share of a vector's length that is inside the axes may be off. */
  error(): number;
}

/** Of the variance, what the axes are to have where no dimension is given. */
const EXPLAINED = 0.9;

/**
 * Standardises features and finds their principal axes. Float64, symmetric eigensolver.
 *
 * @param dimension - how many, at most D; null for the fewest that have 90 % of the variance
 * @param errors - shape [D]: how far each feature of any row may be off
 */
export function principalAxes(
  features: Batch,
  dimension: number | null,
  errors: Float64Array,
): PrincipalAxes {
  const { rows, columns } = features;
  const mean = meanRow(features);
  const scale = deviations(features, mean);
  const moment = secondMoment(rows, columns, (i, out) => {
    out.set(standardise(rowOf(features, i), mean, scale));
  });
  const spectrum = symmetricSpectrum(moment, columns);
  const { eigenvalues, vectors } = spectrum;
  const count = Math.min(columns, dimension ?? explaining(eigenvalues));
  const axes = zeroBatch(count, columns);
  axes.values.set(vectors.subarray(0, count * columns));
  return {
    mean,
    scale,
    axes,
    error() {
      const stored = spectrum.defect + gammaOf(columns + 4);
      if (count === columns) return stored;
      const trace = eigenvalues.reduce((sum, value) => sum + Math.abs(value), 0);
      const own = errors.map((error, j) => (2 * error) / scale[j]);
      const eta = spectrum.error + momentError(rows, trace, own);
      // sin θ ≤ η/(gap − η) (Davis and Kahan 1970).
      const gap = eigenvalues[count - 1] - eigenvalues[count] - eta;
      return stored + (gap > 0 ? Math.min(1, eta / gap) : 1);
    },
  };
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
      (_, i) => axes.values[(i % axes.rows) * axes.columns + Math.floor(i / axes.rows)],
    ),
  });
  return columns.map((x) => columns.map((y) => dot(x, y)));
}

function standardise(
  features: Float64Array,
  mean: Float64Array,
  scale: Float64Array,
): Float64Array {
  return features.map((value, j) => (value - mean[j]) / scale[j]);
}

/** scikit-learn's rule: a variance that rounding of the mean can make is none. */
function deviations({ rows, columns, values }: Batch, mean: Float64Array): Float64Array {
  return Float64Array.from({ length: columns }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += (values[i * columns + j] - mean[j]) ** 2;
    const variance = sum / rows;
    const rounding = rows * Number.EPSILON * variance + (rows * mean[j] * Number.EPSILON) ** 2;
    return variance <= rounding ? 1 : Math.sqrt(variance);
  });
}

function explaining(falling: Float64Array): number {
  const total = falling.reduce((sum, value) => sum + Math.max(0, value), 0);
  let reached = 0;
  const at = falling.findIndex((value) => {
    reached += Math.max(0, value);
    return reached >= EXPLAINED * total;
  });
  return at + 1;
}
