import type { GradientOf, Oracle } from '../oracle.js';
import type { RayAnalysis } from '../rayAnalysis.js';
import { settlingTime } from './settling.js';

/**
 * Confirms, at two times on a tail whose top rows are equal, that every gradient of a probability
 * stays below the bound that the exact decision implies.
 *
 * With all rows V_c, c ∈ T, equal to V_k: ‖∇p_c‖ ≤ 2 M (1 − P_T), M = max_c' ‖V_k − V_c'‖, and
 * 1 − P_T ≤ (C − |T|) e^{A − γt}. A flat tail with equal rows has gradients exactly 0.
 *
 * @returns what the oracle contradicts, or null
 */
export function confirmVanishing(subject: RayAnalysis, oracle: Oracle): string | null {
  const along = oracle.along(subject);
  const settled = settlingTime(subject, 1e-6);
  if (!along || settled === null || subject.tail.boundary) return null;
  const logBound = gradientBound(subject);
  for (const t of [settled + 1, 2 * settled + 2]) {
    for (let c = 0; c < subject.classes; c++) {
      const found = along.logGradientNorm({ probability: c }, t);
      const bound = logBound(t);
      if (found > bound + slack(bound)) {
        return `ln ‖∇p_${c}‖ = ${found} at t = ${t}, above the bound ${bound}`;
      }
    }
  }
  return null;
}

/**
 * Confirms that the gradient of some probability keeps a limit that is not 0: at two times far out
 * its norm is the same.
 */
export function confirmStaying(subject: RayAnalysis, oracle: Oracle): string | null {
  const along = oracle.along(subject);
  const settled = settlingTime(subject, 1e-12);
  if (!along || settled === null) return null;
  const norms = (t: number) =>
    Array.from({ length: subject.classes }, (_, c) => {
      const of: GradientOf = { probability: c };
      return along.logGradientNorm(of, t);
    });
  const [early, late] = [norms(2 * settled + 10), norms(4 * settled + 20)];
  const largest = Math.max(...late);
  const best = late.indexOf(largest);
  if (!(Math.abs(early[best]! - largest) <= 1e-6 * (1 + Math.abs(largest)))) {
    return `ln ‖∇p_${best}‖ goes from ${early[best]} to ${largest} far out, but a limit other than 0 was decided`;
  }
  return null;
}

/** t ↦ an upper bound of ln ‖∇p_c‖ for every c, for tails whose top rows are equal. */
function gradientBound(subject: RayAnalysis): (t: number) => number {
  const { intercept, top } = subject.plain;
  const { gap, jacobian } = subject.tail;
  if (gap === null) return () => -Infinity;
  const k = top[0]!;
  let largest = 0;
  for (const row of jacobian) {
    const squares = row.reduce((sum, value, d) => {
      const difference = value.subtract(jacobian[k]![d]!).toNumber();
      return sum + difference * difference;
    }, 0);
    largest = Math.max(largest, Math.sqrt(squares));
  }
  const leastTop = Math.min(...top.map((c) => intercept[c]!));
  const lead = Math.max(...intercept.filter((_, c) => !top.includes(c)).map((a) => a - leastTop));
  const constant = Math.log(2 * largest) + Math.log(subject.classes - top.length) + lead;
  const gamma = gap.toNumber();
  return (t) => constant - gamma * t;
}

/** Rounding of logarithms of this size, generously. */
function slack(logarithm: number): number {
  return Number.isFinite(logarithm) ? 1e-6 + 1e-9 * Math.abs(logarithm) : 0;
}
