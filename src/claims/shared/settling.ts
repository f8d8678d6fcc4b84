import { Rational } from '../../exact/rational.js';
import type { EnsembleAnalysis, RayAnalysis } from '../rayAnalysis.js';
import { raysOf } from './rounding.js';

/**
 * A time beyond `from` from which all classes outside the top set T together have probability at
 * most `tolerance`; null if it is beyond the doubles or not computable in them.
 *
 * For c outside T and k in T, p_c ≤ e^{((a_c − a_k) − γt)/τ}, so t ≥ (τ ln(C/tolerance) + A)/γ with
 * A = max (a_c − a_k) is enough. Flat tails are settled at `from`. Float64; rounded up generously.
 *
 * @param temperature - τ, of the softmax
 */
export function settlingTime(
  subject: RayAnalysis,
  tolerance: number,
  temperature = 1,
): number | null {
  const { from } = subject.plain;
  const { gap } = subject.tail;
  if (gap === null) return finiteOrNull(from * (1 + 2 ** -40));
  const lead = largestLead(subject);
  const needed = (temperature * Math.log(subject.classes / tolerance) + lead) / gap.toNumber();
  return finiteOrNull(Math.max(from, needed, 0) * (1 + 2 ** -40));
}

/**
 * A: the largest a_c − a_k with c outside T and k in T; −Infinity if T is every class. Differences
 * are exact, then rounded.
 */
export function largestLead({ tail: { intercept, top } }: RayAnalysis): number {
  const least = top.reduce((best, c) => (intercept[c].compare(intercept[best]) < 0 ? c : best));
  let lead = -Infinity;
  intercept.forEach((value, c) => {
    if (!top.includes(c)) lead = Math.max(lead, value.subtract(intercept[least]).toNumber());
  });
  return lead;
}

/**
 * A − γt, from exact numbers: the two may be far larger than what they leave. Float64 at the end.
 *
 * @param t - a finite double, of a tail with a gap
 */
export function leadAt({ tail: { intercept, top, gap } }: RayAnalysis, t: number): number {
  const least = top.reduce((best, c) => (intercept[c].compare(intercept[best]) < 0 ? c : best));
  const fallen = intercept[least].add(gap!.multiply(Rational.of(t)));
  return Math.max(
    ...intercept.flatMap((value, c) =>
      top.includes(c) ? [] : [value.subtract(fallen).toNumber()],
    ),
  );
}

function finiteOrNull(t: number): number | null {
  // Multiples of t are to be doubles too.
  return t < 2 ** 1000 ? t : null;
}

/** The latest settling time of a subject's members; null if one has none. */
export function settlingTimeOf(
  subject: RayAnalysis | EnsembleAnalysis,
  tolerance: number,
): number | null {
  let latest = 0;
  for (const ray of raysOf(subject)) {
    const settled = settlingTime(ray, tolerance);
    if (settled === null) return null;
    latest = Math.max(latest, settled);
  }
  return latest;
}
