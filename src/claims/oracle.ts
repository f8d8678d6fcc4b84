import type { EnsembleAnalysis, RayAnalysis } from './rayAnalysis.js';

/**
 * A way to evaluate what a statement says at finite t, in an arithmetic of its own.
 *
 * Decisions are made exactly; an oracle then confirms them with numbers. There are two: stable
 * float64 on the certified tail, and high precision on the network itself. One that contradicts an
 * exact decision is a fault of the suite.
 */
export interface Oracle {
  readonly name: 'float64' | 'high-precision';
  /** Evaluates along a ray; null where this arithmetic cannot (overflow, lost digits). */
  along(subject: RayAnalysis | EnsembleAnalysis): RayOracle | null;
  /** Evaluates the metrics of given logits, shape [K][C]. */
  at(logits: readonly (readonly number[])[]): PointOracle;
  /**
   * ∂s_c/∂f_c' at given logits, shape [C][C], by differentiating the softmax symbolically; left out
   * by an oracle that cannot.
   */
  softmaxJacobian?(logits: readonly number[]): readonly (readonly number[])[];
}

/** The metrics of an ensemble at one input; logarithms hold where the numbers underflow. */
export interface PointOracle {
  /** ln p_c of each member, shape [K][C]. */
  readonly logProbabilities: readonly ArrayLike<number>[];
  /** ln of the mean probability, shape [C]. */
  readonly logMeanProbability: ArrayLike<number>;
  readonly maximumSoftmaxProbability: number;
  readonly classVariance: number;
  /** Nats. */
  readonly predictiveEntropy: number;
  /** Nats. */
  readonly mutualInformation: number;
}

/** What a gradient with respect to the input is taken of. */
export type GradientOf =
  | { readonly probability: number }
  | 'maximumSoftmaxProbability'
  | 'classVariance'
  | 'predictiveEntropy'
  | 'mutualInformation';

/** A subject evaluated at x(t) = origin + t·direction. */
export interface RayOracle {
  /** @param t - a double at or beyond every member's `from` */
  at(t: number): PointOracle;
  /**
   * ln ‖∇_x …‖₂ at x(t) for t > from; −Infinity iff the gradient is exactly 0. Of the maximum: the
   * largest over the classes that attain it.
   */
  logGradientNorm(of: GradientOf, t: number): number;
  /**
   * ∂f_c/∂x_d of each member at x(t), t > from, shape [K][C][D]; NaN where this arithmetic cannot
   * tell it from 0.
   */
  logitJacobians(t: number): readonly (readonly (readonly number[])[])[];
}
