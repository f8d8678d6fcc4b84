import type { RayAnalysis } from '../rayAnalysis.js';
import { ExponentialSum } from './exponentialSum.js';
import { type LimitFraction, LimitFractions } from './limitFraction.js';
import { limitWeights } from './limitWeights.js';

/** The limits of one network's probabilities along a ray, exact. Needs no Jacobian. */
export class LimitProbabilities {
  readonly fractions: LimitFractions;
  /** Shape [C]. */
  readonly values: readonly LimitFraction[];
  readonly one: LimitFraction;

  private constructor(ray: RayAnalysis) {
    const weights = limitWeights(ray);
    const sum = weights.reduce((total, weight) => total.add(weight), ExponentialSum.zero);
    this.fractions = new LimitFractions([sum]);
    this.values = weights.map((weight) => this.fractions.over(weight, 0, 1));
    this.one = { ...this.fractions.zero, numerator: ExponentialSum.one };
  }

  static of(ray: RayAnalysis): LimitProbabilities {
    let known = cache.get(ray);
    if (!known) cache.set(ray, (known = new LimitProbabilities(ray)));
    return known;
  }
}

const cache = new WeakMap<RayAnalysis, LimitProbabilities>();
