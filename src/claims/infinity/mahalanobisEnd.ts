import { type Batch, rowOf } from '../../detectors/batch.js';
import type { GermVector } from '../../detectors/infinity/germVector.js';
import {
  compareAtInfinity,
  type Quadratic,
  subtractQuadratics,
} from '../../detectors/infinity/quadraticGerm.js';
import { Rational } from '../../exact/rational.js';
import type { DetectorAnalysis } from '../detectorAnalysis.js';
import { type CovarianceForm, covarianceForm } from '../shared/covarianceForm.js';
import { tailLines } from '../shared/tailLines.js';

/** Mahalanobis distances on a tail, as polynomials in t: `[constant, linear, quadratic]`. */
export interface MahalanobisEnd {
  /** min_c (z − μ_c)ᵀ P_W (z − μ_c) for all large t. */
  readonly nearest: Quadratic;
  /** (z − μ)ᵀ P_T (z − μ), μ the mean of all rows. */
  readonly whole: Quadratic;
  /** `nearest − whole`: the relative distance. */
  readonly relative: Quadratic;
  /** The larger condition number of the two covariances, from above. Float64. */
  readonly condition: number;
  /**
   * What rounding of a fit may do to a distance, relative. A backward stable eigensolver gives the
   * eigenvectors of a matrix off by some units of rounding times ‖Σ‖, which changes Σ⁺ by the
   * condition number times as much (Wedin 1973, theorem 4.1).
   */
  readonly rounding: number;
  /** Whether no eigenvalue of either covariance is as small as what a fit takes for rounding. */
  readonly clear: boolean;
  /** The rank of the covariance within classes. */
  readonly rankWithin: number;
  /** The rank of the covariance of all rows. */
  readonly rankTotal: number;
}

/**
 * The distances of MDS and RMDS for the training activations as stored, with true pseudo-inverses:
 * no eigenvectors, no cut-off, no rounding. Arithmetic: exact. Computed once for a subject.
 */
export function mahalanobisEnd(subject: DetectorAnalysis): MahalanobisEnd {
  let end = cache.get(subject);
  if (!end) {
    end = computeEnd(subject);
    cache.set(subject, end);
  }
  return end;
}

/** Roundings of the sums of a covariance and of its decomposition, with some to spare. */
const UNITS = 64;

/** How close two float64 formulas for one number are to be, relative. */
const CLOSE = 1e-9;

/** The fits drop eigenvalues below 1e-10 of the largest. */
const CLEAR = 1e9;

const cache = new WeakMap<DetectorAnalysis, MahalanobisEnd>();

function computeEnd(subject: DetectorAnalysis): MahalanobisEnd {
  const { features, labels } = subject.data.train;
  const { activations } = tailLines(subject);
  const rows = exactRows(features);
  const mean = meanOf(rows);
  const means = new Map<number, Rational[]>();
  for (const c of new Set(labels)) means.set(c, meanOf(rows.filter((_, i) => labels[i] === c)));
  const within = covarianceForm(rows.map((row, i) => difference(row, means.get(labels[i])!)));
  const total = covarianceForm(rows.map((row) => difference(row, mean)));
  const quadratic = within.of(activations.slope, activations.slope);
  const nearest = [...means.values()]
    .map((center) => distance(within, activations, center, quadratic))
    .reduce((best, other) => (compareAtInfinity(other, best) < 0 ? other : best));
  const condition = Math.max(1, within.condition, total.condition);
  // Large fractions, which only the relative distance needs.
  let whole: Quadratic | undefined;
  let relative: Quadratic | undefined;
  return {
    nearest,
    get whole() {
      whole ??= distance(total, activations, mean, total.of(activations.slope, activations.slope));
      return whole;
    },
    get relative() {
      relative ??= subtractQuadratics(nearest, this.whole);
      return relative;
    },
    condition,
    rounding: Math.max(CLOSE, UNITS * 2 ** -53 * condition),
    clear: condition < CLEAR,
    rankWithin: within.rank,
    rankTotal: total.rank,
  };
}

function distance(
  form: CovarianceForm,
  { slope, intercept }: GermVector,
  center: readonly Rational[],
  quadratic: Rational,
): Quadratic {
  const start = difference(intercept, center);
  const cross = form.of(start, slope);
  return [form.of(start, start), cross.add(cross), quadratic];
}

function exactRows(batch: Batch): Rational[][] {
  return Array.from({ length: batch.rows }, (_, i) =>
    Array.from(rowOf(batch, i), (value) => Rational.of(value)),
  );
}

function meanOf(rows: readonly (readonly Rational[])[]): Rational[] {
  const count = new Rational(BigInt(rows.length), 1n);
  return rows[0].map((_, j) =>
    rows.reduce((sum, row) => sum.add(row[j]), Rational.zero).divide(count),
  );
}

function difference(x: readonly Rational[], y: readonly Rational[]): Rational[] {
  return x.map((value, j) => value.subtract(y[j]));
}
