import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { Rational } from '../exact/rational.js';
import { type Batch, rowOf, zeroBatch } from './batch.js';
import { type GermVector, mapGerms } from './infinity/germVector.js';
import type { NoveltyGerm } from './infinity/noveltyGerm.js';
import { normGerm } from './infinity/quadraticGerm.js';
import type { LinearHead } from './linearHead.js';
import { minimumNormSolution } from './minimumNormSolution.js';
import { mean } from './vectors.js';

/** What a principal space of features leaves out: ‖Rᵀ(f − u)‖ is how much of f that is. */
export interface ResidualSpace {
  /** u, shape [D]. */
  readonly origin: Float64Array;
  /** The rows of Rᵀ: (D − dimension) × D. */
  readonly basis: Batch;
}

/** u = −pinv(W)·b, the shortest feature vector at which the logits are 0. Shape [D]. */
export function logitOrigin({ weights, bias }: LinearHead): Float64Array {
  return minimumNormSolution(weights, bias).map((value) => -value);
}

/** ViM's dimension of the principal space by feature width: 1000, 512 or half, at most D − 1. */
export function principalDimension(width: number, given: number | null = null): number {
  return Math.min(given ?? usualDimension(width), width - 1);
}

function usualDimension(width: number): number {
  if (width >= 2048) return 1000;
  return width >= 768 ? 512 : Math.floor(width / 2);
}

/**
 * The eigenvectors of the second moment of features about an origin, without the `principal` ones
 * of the largest eigenvalues. Float64, symmetric eigensolver. Nothing is left if `principal` ≥ D.
 */
export function residualSpaceOf(
  features: Batch,
  origin: Float64Array,
  principal: number,
): ResidualSpace {
  return { origin, basis: residualBasis(features, origin, principal) };
}

/** ‖Rᵀ(f − u)‖ of every row. Shape [n]. Float64. */
export function residualNorms({ origin, basis }: ResidualSpace, features: Batch): Float64Array {
  const { rows, columns, values } = features;
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const offset = i * columns;
    let square = 0;
    for (let r = 0; r < basis.rows; r++) {
      const row = r * columns;
      let sum = 0;
      for (let j = 0; j < columns; j++) {
        sum += basis.values[row + j]! * (values[offset + j]! - origin[j]!);
      }
      square += sum * sum;
    }
    out[i] = Math.sqrt(square);
  }
  return out;
}

/** The expansion of ‖Rᵀ(f − u)‖. Exact for the basis as stored. */
export function residualGerm({ origin, basis }: ResidualSpace, x: GermVector): NoveltyGerm {
  const moved = {
    slope: x.slope,
    intercept: x.intercept.map((a, j) => a.subtract(Rational.of(origin[j]!))),
  };
  const rows = Array.from({ length: basis.rows }, (_, r) => rowOf(basis, r));
  return normGerm(mapGerms(rows, new Float64Array(basis.rows), moved));
}

/** R·Rᵀ: ‖Rᵀv‖² = vᵀ·form·v. */
export function residualForm({
  basis: { rows, columns: width, values },
}: ResidualSpace): number[][] {
  return Array.from({ length: width }, (_, a) =>
    Array.from({ length: width }, (_, b) => {
      let sum = 0;
      for (let r = 0; r < rows; r++) sum += values[r * width + a]! * values[r * width + b]!;
      return sum;
    }),
  );
}

/**
 * Whether what is left of features is no more than rounding of what they are: the mean residual is
 * below 1e-12 of the mean distance from the origin.
 */
export function isRoundingOnly(space: ResidualSpace, features: Batch): boolean {
  const norms = residualNorms(space, features);
  return mean(norms) <= 1e-12 * meanDistance(features, space.origin);
}

/** Eigenvectors of the second moment about the origin beyond the largest ones: rows of Rᵀ. */
function residualBasis(features: Batch, origin: Float64Array, principal: number): Batch {
  const width = features.columns;
  if (principal >= width) return zeroBatch(0, width);
  const moment = Matrix.zeros(width, width);
  const moved = new Float64Array(width);
  for (let i = 0; i < features.rows; i++) {
    const x = rowOf(features, i);
    for (let j = 0; j < width; j++) moved[j] = x[j]! - origin[j]!;
    for (let a = 0; a < width; a++) {
      if (moved[a] === 0) continue;
      for (let b = 0; b <= a; b++) moment.set(a, b, moment.get(a, b) + moved[a]! * moved[b]!);
    }
  }
  for (let a = 0; a < width; a++) {
    for (let b = 0; b <= a; b++) {
      const value = moment.get(a, b) / features.rows;
      moment.set(a, b, value);
      moment.set(b, a, value);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(moment, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues
    .map((_, k) => k)
    .sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const basis = zeroBatch(width - principal, width);
  order.slice(principal).forEach((k, r) => {
    for (let j = 0; j < width; j++) basis.values[r * width + j] = eigenvectorMatrix.get(j, k);
  });
  return basis;
}

/** The mean of ‖f − u‖: what a residual is small against. */
function meanDistance({ rows, columns, values }: Batch, origin: Float64Array): number {
  let total = 0;
  for (let i = 0; i < rows; i++) {
    let square = 0;
    for (let j = 0; j < columns; j++) square += (values[i * columns + j]! - origin[j]!) ** 2;
    total += Math.sqrt(square);
  }
  return total / rows;
}
