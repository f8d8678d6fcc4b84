import { Rational } from '../../exact/rational.js';
import type { RayAnalysis } from '../rayAnalysis.js';
import { ExponentialSum } from './exponentialSum.js';
import { leader } from './rounding.js';

/** e^{a_c − max a} for c in T, 0 elsewhere: the limit probabilities before they are normalised. */
export function limitWeights(ray: RayAnalysis): ExponentialSum[] {
  const { top, intercept } = ray.tail;
  const k = leader(ray);
  const weights = intercept.map(() => ExponentialSum.zero);
  for (const c of top) {
    weights[c] = ExponentialSum.of(intercept[c].subtract(intercept[k]), ONE);
  }
  return weights;
}

const ONE = new Rational(1n, 1n);
