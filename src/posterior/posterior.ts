import type { Rational } from '../exact/rational.js';
import type { Network } from '../network/network.js';

/**
 * A distribution over classifiers: its prediction is the mean of their probabilities.
 *
 * A finite mixture, or a network whose last affine layer is Gaussian (Bayes-by-Backprop on the last
 * layer, last-layer Laplace).
 */
export type Posterior = Mixture | GaussianHead;

/** Finitely many networks, each with a weight. */
export interface Mixture {
  readonly kind: 'mixture';
  /** Of one number of inputs and one of classes; weights are positive and add up to 1. */
  readonly members: readonly { readonly network: Network; readonly weight: Rational }[];
  /** Whether the members are all there are, or a sample of a distribution over many more. */
  readonly sampled: boolean;
  readonly inputSize: number;
  readonly classes: number;
}

/** A fixed body z(x) under a head whose rows are jointly Gaussian: logits w_c·z + β_c. */
export interface GaussianHead {
  readonly kind: 'gaussian-head';
  /** Makes the penultimate activations: its outputs are z. */
  readonly body: Network;
  /** Shape [C][n + 1]: the mean of each row, units first, then the bias. */
  readonly mean: readonly (readonly number[])[];
  /** Shape [C(n + 1)][C(n + 1)], symmetric: by class, then unit, then bias. */
  readonly covariance: readonly (readonly number[])[];
  readonly inputSize: number;
  readonly classes: number;
}
