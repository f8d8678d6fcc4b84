import { incompleteBeta } from './incompleteBeta.js';

/**
 * The chance that Student's t exceeds a value.
 *
 * @param t - may be infinite
 * @param freedom - degrees of freedom, above 0; need not be whole
 */
export function upperTail(t: number, freedom: number): number {
  if (t === Infinity) return 0;
  const half = incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t >= 0 ? half : 1 - half;
}

/**
 * The t that is exceeded with a chance: 2.776 for 0.025 and four degrees of freedom.
 *
 * @param chance - in (0, ½]
 * @param freedom - degrees of freedom, above 0
 */
export function criticalValue(chance: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (upperTail(high, freedom) > chance) [low, high] = [high, 2 * high];
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2;
    if (upperTail(middle, freedom) > chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
