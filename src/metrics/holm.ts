/**
 * Holm's correction: chances that may be compared with a level as if there were one test. The chance
 * that any true hypothesis of the family is then rejected is at most the level.
 *
 * @param chances - of the single tests, in [0, 1]
 * @returns in the same order, each at least as large, at most 1
 *
 * Source: Holm 1979.
 *
 * @example
 * ```ts
 * holm([0.01, 0.04]); // 0.02, 0.04
 * ```
 */
export function holm(chances: readonly number[]): number[] {
  const order = chances.map((_, k) => k).sort((a, b) => chances[a] - chances[b]);
  const adjusted = new Array<number>(chances.length);
  let largest = 0;
  order.forEach((k, rank) => {
    largest = Math.max(largest, Math.min(1, (chances.length - rank) * chances[k]));
    adjusted[k] = largest;
  });
  return adjusted;
}
