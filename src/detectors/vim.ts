import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { Rational } from '../exact/rational.js';
import { type Batch, rowOf, zeroBatch } from './batch.js';
import { defineDetector } from './defineDetector.js';
import type { VariantOptions } from './detector.js';
import { energies } from './energy.js';
import { mapGerms } from './infinity/germVector.js';
import { energyGerm } from './infinity/logitGerms.js';
import { addGerms, scaleGerm } from './infinity/noveltyGerm.js';
import { normGerm } from './infinity/quadraticGerm.js';
import { penultimateGerms } from './infinity/scoreTail.js';
import { minimumNormSolution } from './minimumNormSolution.js';
import { wholeOption } from './options.js';
import { negatedMaxima } from './probabilities.js';

/** The options of `vim`. */
export interface VimOptions extends VariantOptions {
  /** Dimension of the principal space; null for the default of the variant. */
  readonly dimension: number | null;
}

/**
 * Virtual-logit matching: novelty `α‖Rᵀ(f − u)‖ − log Σ exp z`.
 *
 * u = −pinv(W)·b moves the origin to where the logits are 0, R spans what the principal space of
 * the moved training features leaves out, α makes the mean residual as large as the mean largest
 * logit. At infinity the slope is α‖RᵀΔ‖ − b_k, decided exactly.
 *
 * Source: Wang et al. 2022, eq. 5 to 7. `paper`: the principal dimension by feature width (1000
 * from 2048, 512 from 768, else half), at most D − 1; symmetric eigensolver; where the training
 * features leave no residual but rounding α is 0. `cea-2024`: dimension 64 whatever D is; with D ≤ 64
 * the residual is empty, α infinite and every score NaN.
 */
export const vim = defineDetector<VimOptions>({
  id: 'vim',
  name: 'ViM',
  source: 'Wang et al. 2022',
  reads: 'features',
  defaults: { variant: 'paper', dimension: null },
  check: ({ dimension }) => (dimension === null ? [] : wholeOption('dimension', dimension, 0)),
  fit({ head, train }, { variant, dimension }) {
    const width = head.weights.columns;
    const origin = minimumNormSolution(head.weights, head.bias).map((value) => -value);
    const principal =
      variant === 'paper'
        ? Math.min(dimension ?? principalDimension(width), width - 1)
        : (dimension ?? 64);
    const residual = residualBasis(train.features, origin, principal);
    const norms = residualNorms(residual, origin, train.features);
    const largestLogit = -mean(negatedMaxima(train.logits));
    const meanNorm = mean(norms);
    const noResidual = meanNorm <= 1e-12 * meanDistance(train.features, origin);
    const alpha = variant === 'paper' && noResidual ? 0 : largestLogit / meanNorm;
    return {
      parameters: {
        dimension: principal,
        origin: Array.from(origin),
        alpha,
        residualForm: residualForm(residual, width),
      },
      score({ features, logits }) {
        const out = energies(logits);
        residualNorms(residual, origin, features).forEach((norm, i) => {
          out[i]! += alpha * norm;
        });
        return out;
      },
      germ(tail) {
        const x = penultimateGerms(tail);
        const moved = {
          slope: x.slope,
          intercept: x.intercept.map((a, j) => a.subtract(Rational.of(origin[j]!))),
        };
        const rows = Array.from({ length: residual.rows }, (_, r) => rowOf(residual, r));
        const residualGerms = mapGerms(rows, new Float64Array(residual.rows), moved);
        const germ = addGerms(scaleGerm(normGerm(residualGerms), alpha), energyGerm(tail));
        return noResidual && alpha !== 0
          ? { ...germ, notes: [...(germ.notes ?? []), `alpha=${alpha} is the inverse of rounding`] }
          : germ;
      },
    };
  },
});

function principalDimension(width: number): number {
  if (width >= 2048) return 1000;
  return width >= 768 ? 512 : Math.floor(width / 2);
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

function residualNorms(residual: Batch, origin: Float64Array, features: Batch): Float64Array {
  const { rows, columns, values } = features;
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const offset = i * columns;
    let square = 0;
    for (let r = 0; r < residual.rows; r++) {
      const row = r * columns;
      let sum = 0;
      for (let j = 0; j < columns; j++) {
        sum += residual.values[row + j]! * (values[offset + j]! - origin[j]!);
      }
      square += sum * sum;
    }
    out[i] = Math.sqrt(square);
  }
  return out;
}

/** R·Rᵀ: ‖Rᵀv‖² = vᵀ·form·v. */
function residualForm({ rows, values }: Batch, width: number): number[][] {
  return Array.from({ length: width }, (_, a) =>
    Array.from({ length: width }, (_, b) => {
      let sum = 0;
      for (let r = 0; r < rows; r++) sum += values[r * width + a]! * values[r * width + b]!;
      return sum;
    }),
  );
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

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
