import type { Real } from '../exact/real.js';

/**
 * A double near a number and a bound on the difference. A number too small for a double keeps its
 * sign, which is what decisions read.
 */
export function nearestWithError(exact: Real): { value: number; error: number } {
  if (exact.isZero) return { value: 0, error: 0 };
  const nearest = exact.toNumber();
  if (!exact.rational) {
    const radius = Math.max(
      exact.upper.subtract(exact.lower).toNumber(),
      Math.abs(nearest) * 2 ** -52,
    );
    return {
      value: Number.isFinite(nearest) ? nearest : 0,
      error: Number.isFinite(nearest) ? radius * (1 + 2 ** -50) + Number.MIN_VALUE : Infinity,
    };
  }
  if (nearest === 0) {
    return {
      value: exact.lower.sign * Number.MIN_VALUE,
      error: Number.MIN_VALUE,
    };
  }
  return {
    value: nearest,
    error: Number.isFinite(nearest) ? Math.abs(nearest) * 2 ** -52 + Number.MIN_VALUE : Infinity,
  };
}
