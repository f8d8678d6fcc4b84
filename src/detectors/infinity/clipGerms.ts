import { Rational } from '../../exact/rational.js';
import type { GermVector } from './germVector.js';

/**
 * What `min(max(f, lower), upper)` makes of germs for all large t: a unit that moves freezes at the
 * end it moves to. Exact.
 *
 * @param lower - at most `upper`; −Infinity for none
 */
export function clipGerms(
  { slope, intercept }: GermVector,
  lower: number,
  upper: number,
): GermVector {
  const [low, high] = [lower, upper].map((bound) =>
    Number.isFinite(bound) ? Rational.of(bound) : null,
  );
  const clipped = slope.map((b, j) => {
    const a = intercept[j];
    if (high && (b.sign > 0 || (b.sign === 0 && a.compare(high) > 0))) return high;
    if (low && (b.sign < 0 || (b.sign === 0 && a.compare(low) < 0))) return low;
    return null;
  });
  return {
    slope: slope.map((b, j) => (clipped[j] ? Rational.zero : b)),
    intercept: intercept.map((a, j) => clipped[j] ?? a),
  };
}
