/**
 * The confusion counts of every threshold: entry i counts the positives and negatives that score
 * at least the i-th largest distinct score. The last entry counts everything.
 */
export interface ThresholdCounts {
  readonly truePositives: readonly number[];
  readonly falsePositives: readonly number[];
}

/**
 * Counts positives and negatives above each distinct score, from the largest score down.
 *
 * @param positive - scores of the positive class, free of NaN
 * @param negative - scores of the negative class, free of NaN
 */
export function thresholdCounts(
  positive: ArrayLike<number>,
  negative: ArrayLike<number>,
): ThresholdCounts {
  const descending = (scores: ArrayLike<number>) => Float64Array.from(scores).sort().reverse();
  const high = descending(positive);
  const low = descending(negative);
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  let i = 0;
  let j = 0;
  while (i < high.length || j < low.length) {
    const score = Math.max(high[i] ?? -Infinity, low[j] ?? -Infinity);
    while (i < high.length && high[i] >= score) i++;
    while (j < low.length && low[j] >= score) j++;
    truePositives.push(i);
    falsePositives.push(j);
  }
  return { truePositives, falsePositives };
}
