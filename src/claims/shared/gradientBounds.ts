import type { GradientOf } from '../oracle.js';
import type { EnsembleAnalysis, RayAnalysis } from '../rayAnalysis.js';
import { leader, raysOf } from './rounding.js';
import { largestLead } from './settling.js';

/**
 * t ↦ an upper bound of ln ‖∇p_c‖ for every c, for a tail whose top rows are equal.
 *
 * With all rows V_kc, c ∈ T_k, equal: ‖∇p_kc‖ ≤ 2 M_k (1 − P_T) =: β_k, M_k the largest distance of
 * a row from those, and 1 − P_T ≤ (C − |T|) e^{A − γt}; a flat tail has gradients exactly 0. Of the
 * metrics, with β the largest of the β_k and L ≥ |ln p_kc|, |ln p̄_c|:
 *
 *   ‖∇p̄_c‖, ‖∇ max p‖ ≤ β,  ‖∇var‖ ≤ 2β,  ‖∇H‖ ≤ C·L·β,  ‖∇MI‖ ≤ 2C·L·β.
 */
export function gradientBound(ray: RayAnalysis): (t: number) => number {
  const { gap, top } = ray.tail;
  if (gap === null) return () => -Infinity;
  const constant =
    Math.log(2 * rowSpread(ray)) + Math.log(ray.classes - top.length) + largestLead(ray);
  // Rows that are all the same: no gradient at all.
  if (constant === -Infinity) return () => -Infinity;
  const gamma = gap.toNumber();
  // The two may be large and cancel: what their roundings leave is added.
  return (t) => constant - gamma * t + ROUNDING * (Math.abs(constant) + gamma * t);
}

/** Of four roundings, with some to spare. */
const ROUNDING = 2 ** -49;

/** The largest Euclidean distance of a row of V from that of the leading class. */
export function rowSpread(ray: RayAnalysis): number {
  const { jacobian } = ray.tail;
  const k = leader(ray);
  let largest = 0;
  for (const row of jacobian) {
    const difference = row.map((value, d) => value.subtract(jacobian[k][d]).toNumber());
    largest = Math.max(largest, Math.hypot(...difference));
  }
  return largest;
}

/** ln of the factor that a metric's gradient has over those of the probabilities, from above. */
export function logFactor(
  of: GradientOf,
  subject: RayAnalysis | EnsembleAnalysis,
  t: number,
): number {
  const rays = raysOf(subject);
  const classes = rays[0].classes;
  if (typeof of === 'object' || of === 'maximumSoftmaxProbability') return 0;
  if (of === 'classVariance') return Math.LN2;
  let logarithm = 0;
  for (const ray of rays) {
    const { intercept, slope } = ray.tail;
    const k = leader(ray);
    for (let c = 0; c < classes; c++) {
      logarithm = Math.max(
        logarithm,
        Math.abs(intercept[c].subtract(intercept[k]).toNumber()) +
          t * Math.abs(slope[c].subtract(slope[k]).toNumber()),
      );
    }
  }
  const largest = logarithm + Math.log(classes) + Math.log(rays.length);
  return Math.log(classes * largest) + (of === 'mutualInformation' ? Math.LN2 : 0);
}

/** What a gradient is taken of, in words. */
export function nameOf(of: GradientOf): string {
  return typeof of === 'object' ? `p_${of.probability}` : of;
}
