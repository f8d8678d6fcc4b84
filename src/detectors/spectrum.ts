import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { gammaOf } from './infinity/interval.js';

/** Eigenvalues and eigenvectors of a symmetric matrix as computed, and how far off they are. */
export interface Spectrum {
  /** Descending. */
  readonly eigenvalues: Float64Array;
  /** Row k is the eigenvector of eigenvalue k, of length 1 up to rounding. */
  readonly vectors: Float64Array;
  /** ‖V − W‖₂ ≤ defect for the computed vectors W and some orthogonal V. */
  readonly defect: number;
  /** ‖S − V Λ Vᵀ‖₂ ≤ error for that V, the computed eigenvalues Λ and the matrix S. */
  readonly error: number;
}

/**
 * Decomposes a symmetric matrix. Float64; `defect` and `error` are found from the result, whatever
 * the algorithm did: residual and loss of orthogonality are computed, and bounded, when asked for.
 *
 * @param matrix - size × size, row by row
 */
export function symmetricSpectrum(matrix: Float64Array, size: number): Spectrum {
  if (size === 0) {
    const none = new Float64Array(0);
    return { eigenvalues: none, vectors: none, defect: 0, error: 0 };
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    new Matrix(Array.from({ length: size }, (_, a) => matrix.subarray(a * size, (a + 1) * size))),
    { assumeSymmetric: true },
  );
  const order = Array.from(realEigenvalues.keys()).sort(
    (a, b) => realEigenvalues[b] - realEigenvalues[a],
  );
  const eigenvalues = Float64Array.from(order, (k) => realEigenvalues[k]);
  const vectors = new Float64Array(size * size);
  order.forEach((k, row) => {
    for (let j = 0; j < size; j++) vectors[row * size + j] = eigenvectorMatrix.get(j, k);
  });
  let found: { defect: number; error: number } | undefined;
  const bounds = () => {
    found ??= boundsOf(matrix, eigenvalues, vectors, size);
    return found;
  };
  return {
    eigenvalues,
    vectors,
    get defect() {
      return bounds().defect;
    },
    get error() {
      return bounds().error;
    },
  };
}

/**
 * `defect` and `error` of a spectrum.
 *
 * With WᵀW = I + F and ‖F‖ < 1 the orthogonal factor V of W has ‖W − V‖ ≤ ‖F‖ (Higham, Functions of
 * Matrices, lemma 8.17), and ‖WΛWᵀ − VΛVᵀ‖ ≤ ‖Λ‖·‖F‖(2 + ‖F‖). Norms are Frobenius norms of what is
 * computed, and what their own rounding may hide.
 */
function boundsOf(
  matrix: Float64Array,
  eigenvalues: Float64Array,
  vectors: Float64Array,
  size: number,
): { defect: number; error: number } {
  const gamma = gammaOf(BLOCK + Math.ceil(size / BLOCK) + 3);
  let squares = 0;
  for (let k = 0; k < size; k++) {
    for (let l = 0; l <= k; l++) {
      const off = product(vectors, k * size, vectors, l * size, size) - (k === l ? 1 : 0);
      squares += (k === l ? 1 : 2) * off ** 2;
    }
  }
  const defect = Math.sqrt(squares) + gamma * size;
  // Rows of the transposed vectors, so that products run along memory.
  const across = new Float64Array(size * size);
  const scaled = new Float64Array(size * size);
  let weight = 0;
  for (let k = 0; k < size; k++) {
    weight += Math.abs(eigenvalues[k]);
    for (let j = 0; j < size; j++) {
      across[j * size + k] = vectors[k * size + j];
      scaled[j * size + k] = vectors[k * size + j] * eigenvalues[k];
    }
  }
  let residual = 0;
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      const off = matrix[a * size + b] - product(scaled, a * size, across, b * size, size);
      residual += (a === b ? 1 : 2) * off ** 2;
    }
  }
  const largest = eigenvalues.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const error =
    Math.sqrt(residual) + 2 * gamma * weight * (1 + defect) + largest * defect * (2 + defect);
  return { defect, error };
}

/** Terms that are summed before their sum is added to the total. */
const BLOCK = 16;

function product(x: Float64Array, i: number, y: Float64Array, j: number, size: number): number {
  let total = 0;
  for (let from = 0; from < size; from += BLOCK) {
    const to = Math.min(from + BLOCK, size);
    let sum = 0;
    for (let k = from; k < to; k++) sum += x[i + k] * y[j + k];
    total += sum;
  }
  return total;
}
