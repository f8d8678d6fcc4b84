import { evaluate } from '../network/evaluate.js';
import { jacobian } from '../network/jacobian.js';
import type { Network } from '../network/network.js';
import { predictiveEntropy } from '../uncertainty/entropy.js';
import { uncertaintyGradients } from '../uncertainty/uncertaintyGradients.js';

/** The predictive entropy at a point and how steep it is there. */
export interface EntropyAtPoint {
  /** Nats. */
  readonly entropy: number;
  /** The Euclidean norm of its gradient with respect to the input. */
  readonly gradientNorm: number;
}

/** The predictive entropy of an ensemble and its analytic gradient. Arithmetic: float64. */
export function entropyAt(networks: readonly Network[], point: readonly number[]): EntropyAtPoint {
  const logits = networks.map((network) => evaluate(network, point));
  const gradients = uncertaintyGradients(
    logits,
    networks.map((network) => jacobian(network, point)),
  );
  return {
    entropy: predictiveEntropy(logits),
    gradientNorm: Math.hypot(...gradients.predictiveEntropy.values),
  };
}
