import { evaluate } from '../network/evaluate.js';
import { jacobian } from '../network/jacobian.js';
import type { Network } from '../network/network.js';
import { classVariance } from '../uncertainty/classVariance.js';
import { expectedEntropy, predictiveEntropy } from '../uncertainty/entropy.js';
import { inputGradient } from '../uncertainty/inputGradient.js';
import { type LogitGradient, predictScaled } from '../uncertainty/logitGradient.js';
import { maximumSoftmaxProbability } from '../uncertainty/maximumSoftmaxProbability.js';
import {
  classVarianceGradient,
  mutualInformationGradient,
  predictiveEntropyGradient,
} from '../uncertainty/metricGradients.js';
import { mutualInformation } from '../uncertainty/mutualInformation.js';
import { maximumGradient } from '../uncertainty/probabilityGradient.js';

/** The metrics of paper A, as its figures show them. */
export const FIGURE_METRICS = ['entropy', 'probability', 'variance', 'information'] as const;

/** The predictive entropy, 1 less the maximum probability, the class variance, the mutual information. */
export type FigureMetric = (typeof FIGURE_METRICS)[number];

/** What the members of an ensemble say at a point, and how steep it is there. */
export interface UncertaintyAtPoint {
  /** Entropy and information in nats. */
  readonly value: Readonly<Record<FigureMetric, number>>;
  /** Euclidean norms of the gradients with respect to the input, one-sided at ties. */
  readonly gradient: Readonly<Record<FigureMetric, number>>;
  /** Mutual information by the formula of paper A's published code, bits. */
  readonly publishedInformation: number;
}

/** Every metric at a point with its analytic gradient. Arithmetic: float64. */
export function uncertaintyAt(
  networks: readonly Network[],
  point: ArrayLike<number>,
): UncertaintyAtPoint {
  const x = Float64Array.from(point);
  const logits = networks.map((network) => evaluate(network, x));
  const jacobians = networks.map((network) => jacobian(network, x));
  // These alone of `uncertaintyGradients`, which has those of every class as well.
  const prediction = predictScaled('uncertaintyAt', logits);
  const norm = (gradient: LogitGradient) =>
    Math.hypot(...inputGradient(gradient, jacobians).values);
  return {
    value: {
      entropy: predictiveEntropy(logits),
      probability: 1 - maximumSoftmaxProbability(logits),
      variance: classVariance(logits),
      information: mutualInformation(logits),
    },
    gradient: {
      entropy: norm(predictiveEntropyGradient(prediction)),
      probability: norm(maximumGradient(logits, prediction).gradients[0]),
      variance: norm(classVarianceGradient(prediction)),
      information: norm(mutualInformationGradient(prediction)),
    },
    publishedInformation: publishedInformation(
      expectedEntropy(logits),
      logits.length,
      logits[0].length,
    ),
  };
}

/**
 * Mutual information as paper A's published code computes it: the entropy is taken over the members
 * of each one's mean over the *classes*, which is always 1/C, instead of over the classes of the mean
 * over members. What is left is the constant (K/C) log₂ C less the expected entropy: the largest value
 * wherever every member is certain, whether they agree or not.
 *
 * @param expected - E H[p], nats
 * @returns bits
 *
 * Source: github.com/Kaleidophon/know-your-limits, for two classes.
 */
export function publishedInformation(expected: number, members: number, classes: number): number {
  return (members / classes) * Math.log2(classes) - expected / Math.LN2;
}
