import type { FileSubject } from './beyond/fileSubject.js';
import type { EnsembleAnalysis, RayAnalysis } from './rayAnalysis.js';

/**
 * A way to evaluate what a statement says at finite t, in an arithmetic of its own.
 *
 * Decisions are made exactly; an oracle then confirms them with numbers. There are two, both on the
 * network itself and neither with knowledge of tails: float64 with a running error bound, on the
 * network's file, and high precision. One that contradicts an exact decision is a fault of the suite.
 */
export interface Oracle {
  readonly name: 'float64' | 'high-precision';
  /** Evaluates along a ray. */
  along(subject: RayAnalysis | EnsembleAnalysis): RayOracle;
  /**
   * Evaluates a file of any layers, attention or trees at one t of its curve.
   *
   * @param t - a power of 4, so that half powers of it are numbers as well
   */
  observe(subject: FileSubject, t: number): Observation;
  /** Evaluates the metrics of given logits, shape [K][C]. */
  at(logits: readonly (readonly number[])[]): PointOracle;
  /**
   * ∂s_c/∂f_c' at given logits, shape [C][C], by differentiating the softmax symbolically; left out
   * by an oracle that cannot.
   */
  softmaxJacobian?(logits: readonly number[]): readonly (readonly number[])[];
}

/** The probabilities of a file at one input. */
export interface Observation {
  /** ln p_c, shape [C]; −Infinity for 0. */
  readonly logProbabilities: ArrayLike<number>;
  /** By how many nats rounding may have moved any of them. */
  readonly rounding: number;
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

/** An enclosure of ln of a number that is not negative: −Infinity for 0. */
export interface LogInterval {
  readonly lower: number;
  readonly upper: number;
}

/** A subject evaluated at x(t) = origin + t·direction. */
export interface RayOracle {
  /** @param t - a double */
  at(t: number): PointOracle;
  /**
   * How far, in nats, the logits' differences that `at(t)` rests on may be from those of real
   * numbers; Infinity where this arithmetic cannot evaluate the network at all. Where it is not
   * small, numbers confirm nothing: see `isTelling`.
   */
  rounding(t: number): number;
  /**
   * ln ‖∇_x …‖₂ at x(t) for the logits of `at(t)`: an enclosure of what rounding of the Jacobian
   * leaves. Of the maximum: the largest over the classes that attain it. Null where rounding hides
   * on which side of a kink some unit is.
   */
  logGradientNorm(of: GradientOf, t: number): LogInterval | null;
  /**
   * ∂f_c/∂x_d of each member at x(t), shape [K][C][D]; NaN where this arithmetic cannot tell it from
   * 0. Null as for `logGradientNorm`.
   */
  logitJacobians(t: number): readonly (readonly (readonly number[])[])[] | null;
}
