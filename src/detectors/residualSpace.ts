import { Rational } from '../exact/rational.js';
import { type Batch, zeroBatch } from './batch.js';
import { fittedMapGerms, type GermVector, isConstant, toNumbers } from './infinity/germVector.js';
import { around, exactly, gammaOf, type Interval } from './infinity/interval.js';
import { enclosedCoefficient, linearGerm, type NoveltyGerm } from './infinity/noveltyGerm.js';
import { normGerm } from './infinity/quadraticGerm.js';
import type { LinearHead } from './linearHead.js';
import { minimumNormSolution } from './minimumNormSolution.js';
import { rowProducts, shiftedRows } from './rowProducts.js';
import { momentError, secondMoment } from './secondMoment.js';
import { symmetricSpectrum } from './spectrum.js';

/**
 * What a principal space of features leaves out: ‖Rᵀ(f − u)‖ is how much of f that is.
 *
 * R is known as well as the eigenvalues on both sides of the cut differ.
 */
export interface ResidualSpace {
  /** u, shape [D]. */
  readonly origin: Float64Array;
  /** The dimension of the principal space. */
  readonly dimension: number;
  /** In how many dimensions about the origin the features move, beyond rounding. */
  readonly rank: number;
  /** The rows of Rᵀ: (D − dimension) × D. */
  readonly basis: Batch;
  /**
   * How far ‖Rᵀv‖ may be off for a v of this length: the sine of the angle between R and that of
   * exact arithmetic, times the length.
   */
  normError(length: number): number;
  /** How far f − u of any row may be off, ‖·‖₂. */
  readonly shiftError: number;
}

/** How far features less an origin may be off, and what to do where nothing is left of them. */
export interface ResidualOptions {
  /** Shape [D]: how far each feature may be off; 0 if absent. */
  readonly errors?: Float64Array;
  /** How far the origin may be off, ‖·‖₂; 0 if absent. */
  readonly originError?: number;
  /** Lowers the dimension until the features leave a residual that is more than rounding. */
  readonly lower?: boolean;
}

/** u = −pinv(W)·b, the shortest feature vector at which the logits are 0. Shape [D]. */
export function logitOrigin({ weights, bias }: LinearHead): Float64Array {
  return minimumNormSolution(weights, bias).solution.map((value) => -value);
}

/** How far `logitOrigin` may be off, ‖·‖₂. */
export function logitOriginError({ weights, bias }: LinearHead): number {
  return minimumNormSolution(weights, bias).error;
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
  { rows, columns: width, values }: Batch,
  origin: Float64Array,
  principal: number,
  { errors = new Float64Array(width), originError = 0, lower = false }: ResidualOptions = {},
): ResidualSpace {
  const moment = secondMoment(rows, width, (i, moved) => {
    for (let j = 0; j < width; j++) moved[j] = values[i * width + j] - origin[j];
  });
  const spectrum = symmetricSpectrum(moment, width);
  const { eigenvalues, vectors } = spectrum;
  const trace = eigenvalues.reduce((sum, value) => sum + Math.abs(value), 0);
  const shiftError = Math.hypot(...errors, originError);
  // In a dimension that features do not move in, their errors leave no more than their own squares.
  const noise = () =>
    spectrum.error + momentError(rows, trace, new Float64Array(0)) + shiftError ** 2;
  const rank = eigenvalues.filter((value) => value > noise()).length;
  const wanted = Math.min(principal, width);
  const dimension = lower ? Math.max(0, Math.min(wanted, rank - 1)) : wanted;
  const basis = zeroBatch(width - dimension, width);
  basis.values.set(vectors.subarray(dimension * width));
  return {
    origin,
    dimension,
    rank,
    basis,
    shiftError,
    normError(length) {
      const stored = (spectrum.defect + gammaOf(width + 4)) * length;
      if (dimension === 0 || dimension === width) return stored;
      // sin θ ≤ η/(gap − η) (Davis and Kahan 1970).
      const eta = spectrum.error + momentError(rows, trace, Float64Array.of(shiftError));
      const gap = eigenvalues[dimension - 1] - eigenvalues[dimension] - eta;
      return stored + (gap > 0 ? Math.min(1, eta / gap) : 1) * length;
    },
  };
}

/** ‖Rᵀ(f − u)‖ of every row. Shape [n]. Float64. */
export function residualNorms({ origin, basis }: ResidualSpace, features: Batch): Float64Array {
  const { rows, columns, values } = rowProducts(basis, shiftedRows(features, origin));
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let square = 0;
    for (let r = 0; r < columns; r++) square += values[i * columns + r] ** 2;
    out[i] = Math.sqrt(square);
  }
  return out;
}

/**
 * The expansion of ‖Rᵀ(f − u)‖. Its rate is known within what rounding did to R; where that leaves
 * open whether there is one, so is what it is without.
 */
export function residualGerm(space: ResidualSpace, x: GermVector): NoveltyGerm {
  const { origin, basis } = space;
  const moved = {
    slope: x.slope,
    intercept: x.intercept.map((a, j) => a.subtract(Rational.of(origin[j]))),
  };
  const stored = normGerm(fittedMapGerms(basis, new Float64Array(basis.rows), moved));
  const within = (value: number, vector: readonly Rational[], shift: number): Interval => {
    if (basis.rows === 0) return exactly(0);
    const { lower, upper } = around(
      value,
      space.normError(Math.hypot(...toNumbers(vector))) + shift,
    );
    return { lower: Math.max(0, lower), upper: Math.max(0, upper) };
  };
  if (isConstant(moved)) {
    return {
      ...stored,
      constantBounds: within(stored.constant, moved.intercept, space.shiftError),
    };
  }
  const rate = stored.terms[0]?.coefficient.value ?? 0;
  const coefficient = enclosedCoefficient(
    rate,
    within(rate, moved.slope, Math.hypot(...(x.slopeErrors ?? []))),
  );
  if (coefficient.certain) return linearGerm(coefficient, stored.constant, stored.approach);
  const constantBounds = { lower: -Infinity, upper: Infinity };
  return { ...linearGerm(coefficient, stored.constant, null), constantBounds };
}

/** R·Rᵀ: ‖Rᵀv‖² = vᵀ·form·v. */
export function residualForm({
  basis: { rows, columns: width, values },
}: ResidualSpace): number[][] {
  return Array.from({ length: width }, (_, a) =>
    Array.from({ length: width }, (_, b) => {
      let sum = 0;
      for (let r = 0; r < rows; r++) sum += values[r * width + a] * values[r * width + b];
      return sum;
    }),
  );
}

/** What a reader should know where there is no residual to scale by. */
export const NO_RESIDUAL = 'the training features do not move: the residual counts for nothing';

/** ‖f − u‖ of every row. Shape [n]. */
export function distancesFrom(
  origin: Float64Array,
  { rows, columns, values }: Batch,
): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let square = 0;
    for (let j = 0; j < columns; j++) square += (values[i * columns + j] - origin[j]) ** 2;
    return Math.sqrt(square);
  });
}
