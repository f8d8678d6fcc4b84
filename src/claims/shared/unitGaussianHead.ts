import { Rational } from '../../exact/rational.js';
import { erfFloat64 } from '../../network/errorFunction.js';
import type { Network } from '../../network/network.js';
import { bodyOf } from '../../posterior/bodyOf.js';
import { headRows } from '../../posterior/headRows.js';
import type { GaussianHead } from '../../posterior/posterior.js';
import type { Condition } from '../condition.js';
import type { RayAnalysis } from '../rayAnalysis.js';

export const TWO_CLASSES: Condition<RayAnalysis> = {
  words: 'two classes',
  meets: ({ classes }) => classes === 2,
};

export const ACTIVATIONS_MOVE: Condition<RayAnalysis> = {
  words: 'some penultimate unit moves on the tail: Δ ≠ 0',
  meets: (subject) =>
    subject.tail.penultimate === null || movesOf(subject).some(({ sign }) => sign !== 0),
};

/** Δ, by the network itself: z(x(t* + 1)) − z(x(t*)), shape [units]. */
export function movesOf(subject: RayAnalysis): Rational[] {
  const { from } = subject.tail;
  const start = subject.activationsAt(from);
  return subject.activationsAt(from.add(Rational.one)).map((z, j) => z.subtract(start[j]));
}

/** A network whose head is Gaussian around its own: every weight and bias has variance 1, independently. */
export function unitGaussianHead(network: Network): GaussianHead {
  const mean = headRows(network);
  const size = mean.length * mean[0].length;
  return {
    kind: 'gaussian-head',
    body: bodyOf(network),
    mean,
    covariance: Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)),
    ),
    inputSize: network.inputSize,
    classes: mean.length,
  };
}

/**
 * E σ(M + S·X), X standard normal. Float64, right to about 1e-15.
 *
 * By parts E σ(U) = ∫ σ′(u) P(U > u) du, in which S only smooths: a trapezoidal sum of steps of ½.
 *
 * @param s - at least about 1
 */
export function meanPrediction(m: number, s: number): number {
  let found = 0;
  for (let u = -40; u <= 40; u += 0.5) {
    const slope = 1 / (4 * Math.cosh(u / 2) ** 2);
    found += 0.5 * slope * 0.5 * (1 + erfFloat64((m - u) / s / Math.SQRT2));
  }
  return found;
}

/** ‖·‖₂ in float64. */
export function lengthOf(vector: readonly Rational[]): number {
  return Math.hypot(...vector.map((value) => value.toNumber()));
}
