import type { Parameters } from './parameters.js';

/** The settings of `AdamW`. */
export interface AdamWOptions {
  readonly learningRate: number;
  /** Decoupled: applied to the weights, not to the gradient. */
  readonly weightDecay: number;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam with decoupled weight decay, on the host: the same on every backend. Moments are float64,
 * parameters float32.
 *
 * Source: Loshchilov and Hutter 2019, algorithm 2.
 */
export class AdamW {
  private steps = 0;
  private readonly moments = new Map<string, { first: Float64Array; second: Float64Array }>();

  constructor(
    private readonly parameters: Parameters,
    private readonly options: AdamWOptions,
  ) {
    for (const [name, { values, trainable }] of Object.entries(parameters)) {
      if (!trainable) continue;
      this.moments.set(name, {
        first: new Float64Array(values.length),
        second: new Float64Array(values.length),
      });
    }
  }

  /** One update, in place. @param gradients - by name, for every trainable parameter */
  step(gradients: Readonly<Record<string, ArrayLike<number>>>): void {
    const { learningRate, weightDecay } = this.options;
    this.steps++;
    const correction1 = 1 - BETA1 ** this.steps;
    const correction2 = Math.sqrt(1 - BETA2 ** this.steps);
    for (const [name, { first, second }] of this.moments) {
      const { values, decays } = this.parameters[name];
      const gradient = gradients[name];
      const shrink = decays ? 1 - learningRate * weightDecay : 1;
      for (let i = 0; i < values.length; i++) {
        const g = gradient[i];
        first[i] = BETA1 * first[i] + (1 - BETA1) * g;
        second[i] = BETA2 * second[i] + (1 - BETA2) * g * g;
        const denominator = Math.sqrt(second[i]) / correction2 + EPSILON;
        values[i] = values[i] * shrink - ((learningRate / correction1) * first[i]) / denominator;
      }
    }
  }
}
