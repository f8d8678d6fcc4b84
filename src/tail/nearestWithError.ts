import type { Dyadic } from '../exact/dyadic.js';
import { dyadicToNumber } from '../exact/rational.js';

/**
 * The nearest double to an exact number and a bound on the difference. A number too small for a
 * double keeps its sign, which is what decisions read.
 */
export function nearestWithError(exact: Dyadic): { value: number; error: number } {
  if (exact.mantissa === 0n) return { value: 0, error: 0 };
  const nearest = dyadicToNumber(exact);
  if (nearest === 0) {
    return {
      value: exact.mantissa > 0n ? Number.MIN_VALUE : -Number.MIN_VALUE,
      error: Number.MIN_VALUE,
    };
  }
  return {
    value: nearest,
    error: Number.isFinite(nearest) ? Math.abs(nearest) * 2 ** -52 + Number.MIN_VALUE : Infinity,
  };
}
