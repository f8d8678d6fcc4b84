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
  return thresholdCountsOfSorted(
    Float64Array.from(positive).sort(),
    Float64Array.from(negative).sort(),
  );
}

/** The same of ascending scores. */
export function thresholdCountsOfSorted(
  positive: Float64Array,
  negative: Float64Array,
): ThresholdCounts {
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  // How many are not counted yet.
  let i = positive.length;
  let j = negative.length;
  while (i > 0 || j > 0) {
    const score = Math.max(
      i > 0 ? positive[i - 1] : -Infinity,
      j > 0 ? negative[j - 1] : -Infinity,
    );
    while (i > 0 && positive[i - 1] >= score) i--;
    while (j > 0 && negative[j - 1] >= score) j--;
    truePositives.push(positive.length - i);
    falsePositives.push(negative.length - j);
  }
  return { truePositives, falsePositives };
}
