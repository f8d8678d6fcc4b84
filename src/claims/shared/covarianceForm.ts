import { Rational } from '../../exact/rational.js';

/** `uᵀ Σ⁺ w` for the pseudo-inverse of a covariance Σ. */
export interface CovarianceForm {
  /** The rank of Σ. */
  readonly rank: number;
  /** tr Σ · tr Σ⁺, at least the ratio of the extreme eigenvalues that are not 0. Float64. */
  readonly condition: number;
  /** `uᵀ Σ⁺ w`, exact. */
  of(u: readonly Rational[], w: readonly Rational[]): Rational;
}

/**
 * The pseudo-inverse of the covariance `Σ = (1/n) Σ_i d_i d_iᵀ` of deviations, as a form.
 *
 * With independent deviations for the columns of B, which span the range of Σ, x = B(BᵀΣB)⁻¹Bᵀw
 * lies in the range and Bᵀ(Σx − w) = 0: so x = Σ⁺w. Arithmetic: exact, in integers, since fractions
 * would spend their time on common divisors.
 *
 * @param deviations - shape [n][D], n ≥ 1
 */
export function covarianceForm(deviations: readonly (readonly Rational[])[]): CovarianceForm {
  const scale = commonDenominator(deviations.flat());
  const rows = deviations.map((row) => integers(row, scale));
  // Σ = moment / (n·scale²).
  const moment = rows[0].map((_, i) =>
    rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0n)),
  );
  const factor = BigInt(rows.length) * scale * scale;
  const basis = independentRows(rows);
  const images = basis.map((b) => moment.map((row) => dot(row, b)));
  const { adjugate, determinant } = invert(basis.map((b) => images.map((image) => dot(b, image))));
  const trace = moment.reduce((sum, row, i) => sum + row[i], 0n);
  let inverseTrace = 0n;
  adjugate.forEach((row, a) => {
    row.forEach((value, b) => {
      inverseTrace += value * dot(basis[a], basis[b]);
    });
  });
  return {
    rank: basis.length,
    condition: new Rational(trace * inverseTrace, determinant).toNumber(),
    of(u, w) {
      const project = (vector: readonly Rational[]) => {
        const denominator = commonDenominator(vector);
        const entries = integers(vector, denominator);
        return { denominator, images: basis.map((b) => dot(b, entries)) };
      };
      const left = project(u);
      const right = project(w);
      const value = dot(
        left.images,
        adjugate.map((row) => dot(row, right.images)),
      );
      return new Rational(factor * value, determinant * left.denominator * right.denominator);
    },
  };
}

/** Rows that span those of a matrix and are independent. */
function independentRows(matrix: readonly (readonly bigint[])[]): (readonly bigint[])[] {
  const reduced: { row: readonly bigint[]; pivot: number }[] = [];
  return matrix.filter((original) => {
    if (reduced.length === original.length) return false;
    const row = reduced.reduce<readonly bigint[]>(
      (left, { row: known, pivot }) =>
        left[pivot] === 0n
          ? left
          : left.map((value, j) => value * known[pivot] - left[pivot] * known[j]),
      original,
    );
    const pivot = row.findIndex((value) => value !== 0n);
    if (pivot === -1) return false;
    reduced.push({ row, pivot });
    return true;
  });
}

/** The inverse of a positive definite matrix as adjugate over determinant: Bareiss and Jordan. */
function invert(matrix: readonly (readonly bigint[])[]) {
  const size = matrix.length;
  let rows = matrix.map((row, i) => [
    ...row,
    ...Array.from({ length: size }, (_, j) => (i === j ? 1n : 0n)),
  ]);
  let previous = 1n;
  for (let k = 0; k < size; k++) {
    // Positive definite: leading minors are not 0, and no pivot has to be looked for.
    const pivot = rows[k];
    rows = rows.map((row, i) =>
      i === k ? row : row.map((value, j) => (pivot[k] * value - row[k] * pivot[j]) / previous),
    );
    previous = pivot[k];
  }
  return { adjugate: rows.map((row) => row.slice(size)), determinant: previous };
}

function commonDenominator(values: readonly Rational[]): bigint {
  return values.reduce((common, { denominator }) => {
    if (common % denominator === 0n) return common;
    let [a, b] = [common, denominator];
    while (b !== 0n) [a, b] = [b, a % b];
    return (common / a) * denominator;
  }, 1n);
}

function integers(values: readonly Rational[], scale: bigint): bigint[] {
  return values.map(({ numerator, denominator }) => numerator * (scale / denominator));
}

function dot(x: readonly bigint[], y: readonly bigint[]): bigint {
  return x.reduce((sum, value, i) => sum + value * y[i], 0n);
}
