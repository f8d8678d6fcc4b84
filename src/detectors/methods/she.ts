import { Rational } from '../../exact/rational.js';
import { argmaxRows, type Batch, rowOf, rowsOf } from '../batch.js';
import { classMeans, meanRow } from '../classMeans.js';
import { defineDetector } from '../defineDetector.js';
import type {
  Detector,
  DetectorFamily,
  Variant,
  VariantOptions,
  WhenCertain,
} from '../detector.js';
import type { FittingData } from '../fittingData.js';
import {
  exactDot,
  type GermVector,
  isConstant,
  largestGerm,
  toNumbers,
} from '../infinity/germVector.js';
import { around, gammaOf } from '../infinity/interval.js';
import {
  constantGerm,
  convergingGerm,
  enclosedCoefficient,
  linearGerm,
  type NoveltyGerm,
} from '../infinity/noveltyGerm.js';
import { normGerm } from '../infinity/quadraticGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { featureErrors } from '../observations.js';
import { dot, norm } from '../vectors.js';
import { meanError } from '../whitening.js';

/**
 * Simplified Hopfield energy, inner product: novelty `−⟨f, m_ŷ⟩` with the pattern of the predicted
 * class, the mean training feature of the rows of that class that are predicted correctly.
 *
 * At infinity the slope is −⟨Δ, m_k⟩, which is never above 0 under ReLU, where both vectors are
 * non-negative: blind where a unit of the pattern moves, else the constant decides. The mean
 * is known within its rounding.
 *
 * Source: Zhang et al. 2023, eq. 6. `paper`: a class never predicted correctly has the mean of its
 * training rows for a pattern, or of all rows if it has none. `cea-2024`, `openood`: NaN.
 */
export const sheInnerProduct = she({
  id: 'she-inner-product',
  name: 'SHE[inner_product]',
  family: 'paper B',
  whenCertain: 'depends',
  score: innerProductScore,
  germ(pattern, x, errors) {
    const dotWith = (values: readonly Rational[]) => exactDot(pattern, values).negate();
    const within = (values: readonly Rational[]) =>
      around(
        dotWith(values).toNumber(),
        values.reduce((sum, value, j) => sum + Math.abs(value.toNumber()) * errors[j], 0),
      );
    const slope = dotWith(x.slope);
    // A pattern that no rounding is in has an exact slope.
    const isExact = x.slope.every(({ sign }, j) => sign === 0 || errors[j] === 0);
    const coefficient = isExact ? slope : enclosedCoefficient(slope.toNumber(), within(x.slope));
    const germ = linearGerm(coefficient, dotWith(x.intercept).toNumber(), { kind: 'constant' });
    return { ...germ, constantBounds: within(x.intercept) };
  },
});

/**
 * Simplified Hopfield energy, Euclidean: novelty `‖f − m_ŷ‖₂`, the metric of paper B's experiments.
 *
 * At infinity the slope is ‖Δ‖ > 0: it flags. Patterns as in `sheInnerProduct`.
 */
export const sheEuclidean = she({
  id: 'she-euclidean',
  name: 'SHE[euclidean]',
  family: 'paper B',
  whenCertain: 'never blind',
  score: euclideanScore,
  germ: (pattern, x) =>
    normGerm({
      slope: x.slope,
      intercept: x.intercept.map((a, j) => a.subtract(Rational.of(pattern[j]))),
    }),
});

/**
 * Simplified Hopfield energy, cosine: novelty `−cos(f, m_ŷ)`, a metric that OpenOOD ships.
 *
 * At infinity it converges to −cos(Δ, m_k): bounded. Patterns as in `sheInnerProduct`; norms below
 * 1e-8 count as 1e-8.
 */
export const sheCosine = she({
  id: 'she-cosine',
  name: 'SHE[cosine]',
  family: 'after 2022',
  whenCertain: 'depends',
  variants: ['paper', 'openood'],
  score: cosineScore,
  germ: (pattern, x) => {
    const far = toNumbers(isConstant(x) ? x.intercept : x.slope);
    return convergingGerm(
      -cosine(far, pattern),
      isConstant(x) ? { kind: 'constant' } : { kind: 'algebraic', power: 1 },
    );
  },
});

/** What sets one form of SHE apart from the others. */
interface SheForm {
  readonly id: string;
  readonly name: string;
  readonly family: DetectorFamily;
  readonly whenCertain: WhenCertain;
  readonly variants?: readonly Variant[];
  score(features: Batch, row: number, patterns: Batch, pattern: number): number;
  germ(pattern: Float64Array, x: GermVector, patternErrors: Float64Array): NoveltyGerm;
}

function she({ score, germ, ...form }: SheForm): Detector<VariantOptions> {
  return defineDetector<VariantOptions>({
    ...form,
    source: 'Zhang et al. 2023',
    reads: 'features',
    defaults: { variant: 'paper' },
    fit(data, { variant }) {
      const patterns = correctPatterns(data);
      const missing = Array.from({ length: patterns.rows }, (_, c) => c).filter((c) =>
        rowOf(patterns, c).some(Number.isNaN),
      );
      if (variant === 'paper') fillMissing(patterns, data);
      const own = featureErrors(data.train);
      const errors = own.map((error, j) => error + meanError(data.train.features, j));
      return {
        notes:
          missing.length === 0
            ? []
            : [
                `no training row is predicted correctly as class ${missing.join(', ')}: ${variant === 'paper' ? 'its pattern is the mean of its rows, or of all if it has none' : 'it has no pattern, and no score'}`,
              ],
        error: ({ features, ...rest }) => {
          const all = featureErrors({ features, ...rest });
          return patternError(features, patterns, all, errors);
        },
        parameters: { patterns: rowsOf(patterns) },
        score({ features, logits }) {
          const predicted = argmaxRows(logits);
          return Float64Array.from(predicted, (c, i) => score(features, i, patterns, c));
        },
        germ(tail) {
          const pattern = rowOf(patterns, largestGerm(tail));
          return pattern.some(Number.isNaN)
            ? constantGerm(Number.NaN, 'the class is never predicted correctly: no pattern')
            : germ(pattern, penultimateGerms(tail), errors);
        },
      };
    },
  });
}

/** How far `⟨f, m⟩` or `‖f − m‖` may be off: the larger of the two bounds. */
function patternError(
  features: Batch,
  patterns: Batch,
  own: Float64Array,
  errors: Float64Array,
): number {
  const { columns, values } = features;
  const largest = (of: ArrayLike<number>, j: number) => {
    let most = 0;
    for (let i = j; i < of.length; i += columns) most = Math.max(most, Math.abs(of[i]));
    return most;
  };
  const gamma = gammaOf(columns + 3);
  let inner = 0;
  for (let j = 0; j < columns; j++) {
    const f = largest(values, j);
    const m = largest(patterns.values, j);
    inner += f * errors[j] + m * own[j] + errors[j] * own[j] + gamma * f * m;
    inner += own[j] + errors[j] + gamma * (f + m);
  }
  return inner;
}

function correctPatterns({ train, head }: FittingData): Batch {
  const predicted = argmaxRows(train.logits);
  const correct = train.labels.map((label, i) => (predicted[i] === label ? label : -1));
  return classMeans(train.features, correct, head.bias.length).means;
}

function fillMissing(patterns: Batch, { train, head }: FittingData): void {
  const ofLabel = classMeans(train.features, train.labels, head.bias.length);
  const ofAll = meanRow(train.features);
  for (let c = 0; c < patterns.rows; c++) {
    const pattern = rowOf(patterns, c);
    if (pattern.some(Number.isNaN)) {
      pattern.set(ofLabel.counts[c] > 0 ? rowOf(ofLabel.means, c) : ofAll);
    }
  }
}

function innerProductScore(
  { columns, values }: Batch,
  row: number,
  patterns: Batch,
  c: number,
): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) {
    sum += values[row * columns + j] * patterns.values[c * columns + j];
  }
  return -sum;
}

function euclideanScore(
  { columns, values }: Batch,
  row: number,
  patterns: Batch,
  c: number,
): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) {
    sum += (values[row * columns + j] - patterns.values[c * columns + j]) ** 2;
  }
  return Math.sqrt(sum);
}

function cosineScore(features: Batch, row: number, patterns: Batch, c: number): number {
  return -cosine(rowOf(features, row), rowOf(patterns, c));
}

/** ⟨x, y⟩/(‖x‖‖y‖), each norm at least 1e-8 as torch has it. */
function cosine(x: Float64Array, y: Float64Array): number {
  return dot(x, y) / (Math.max(norm(x), 1e-8) * Math.max(norm(y), 1e-8));
}
