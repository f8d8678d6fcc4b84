/** How two detectors agree on the order of rows. */
export interface Concordance {
  /**
   * The share of pairs that both order the same way, a pair that one scores equally counting half:
   * 1 if they agree, ½ if they have nothing to do with each other, 0 if one is the other inverted.
   */
  readonly agreement: number;
  /** The pairs of rows that the reference clearly orders: those that count. */
  readonly pairs: number;
  /** The share of them that the other scores equally. */
  readonly tied: number;
  /** A pair that is ordered the other way, or not at all; null if there is none. */
  readonly worst: readonly [number, number] | null;
}

/** Scores this close, relative to the larger one or 1, are no order: float32 and rounding decide it. */
const CLEAR = 1e-3;

/**
 * Compares the order in which scores put the same rows with that of a reference.
 *
 * Orders, since scores of the same detector may differ by a factor, a square or an offset. Pairs
 * whose reference scores are within 1e-3 of each other, or not numbers, say nothing. NaN among the
 * scores agrees with nothing.
 *
 * @example
 * ```ts
 * concordance([1, 2, 3], [10, 20, 30]).agreement; // 1
 * ```
 */
export function concordance(reference: readonly number[], scores: readonly number[]): Concordance {
  let [pairs, agreed, ties, largest] = [0, 0, 0, 0];
  let worst: [number, number] | null = null;
  for (let i = 0; i < reference.length; i++) {
    for (let j = 0; j < i; j++) {
      const gap = clearGap(reference[i], reference[j]);
      if (gap === 0) continue;
      pairs++;
      const difference = (scores[i] - scores[j]) * Math.sign(gap);
      if (difference > 0) agreed++;
      else {
        // Two equal infinities have no difference: they are a tie like any other.
        if (scores[i] === scores[j]) {
          agreed += 0.5;
          ties++;
        }
        if (Math.abs(gap) > largest) {
          largest = Math.abs(gap);
          worst = [i, j];
        }
      }
    }
  }
  return {
    agreement: pairs === 0 ? 1 : agreed / pairs,
    pairs,
    tied: pairs === 0 ? 0 : ties / pairs,
    worst,
  };
}

/** How far apart two reference scores are, relative to their size; 0 if not clearly. */
function clearGap(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b) || a === b) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return a > b ? 1 : -1;
  const gap = (a - b) / Math.max(1, Math.abs(a), Math.abs(b));
  return Math.abs(gap) > CLEAR ? gap : 0;
}
