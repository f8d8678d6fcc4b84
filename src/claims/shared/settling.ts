import type { RayAnalysis } from '../rayAnalysis.js';

/**
 * A time beyond `from` from which all classes outside the top set T together have probability at
 * most `tolerance`; null if it is beyond the doubles or not computable in them.
 *
 * For c outside T and k in T, p_c ≤ e^{(a_c − a_k) − γt}, so t ≥ (ln(C/tolerance) + A)/γ with
 * A = max (a_c − a_k) is enough. Flat tails are settled at `from`. Float64; rounded up generously.
 */
export function settlingTime(subject: RayAnalysis, tolerance: number): number | null {
  const { from, intercept, top } = subject.plain;
  const { gap } = subject.tail;
  if (gap === null) return finiteOrNull(from * (1 + 2 ** -40));
  let lead = -Infinity;
  const leastTop = Math.min(...top.map((c) => intercept[c]!));
  intercept.forEach((value, c) => {
    if (!top.includes(c)) lead = Math.max(lead, value - leastTop);
  });
  const needed = (Math.log(subject.classes / tolerance) + lead) / gap.toNumber();
  return finiteOrNull(Math.max(from, needed, 0) * (1 + 2 ** -40));
}

function finiteOrNull(t: number): number | null {
  return Number.isFinite(t) ? t : null;
}
