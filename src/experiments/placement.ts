import { RandomNumbers } from '../data/index.js';
import { aurocAmong, countAtMost, countBelow } from '../metrics/auroc.js';

/** An AUROC and how much each row pulls it up or down. */
export interface Placement {
  readonly auroc: number;
  /**
   * Shape [rows], mean 0: the change of the AUROC, to first order, per unit of extra weight of the
   * row's share in the sample. Row i of the out-of-distribution sample is made of row i of the
   * other, so a row's two effects are added.
   */
  readonly influence: Float64Array;
}

/** Novelty scores, of which none is NaN, and the same in ascending order. */
export interface Ranked {
  readonly scores: Float64Array;
  readonly sorted: Float64Array;
}

/** Scores ranked; NaN is the lowest there is. */
export function ranked(novelty: Float64Array): Ranked {
  const scores = novelty.map((score) => (Number.isNaN(score) ? -Infinity : score));
  return { scores, sorted: scores.slice().sort() };
}

/** Those in ascending order that are finite; NaN has become −∞. */
export function finiteOf({ sorted }: Ranked): Float64Array {
  return sorted.subarray(countAtMost(sorted, -Infinity), countBelow(sorted, Infinity));
}

/**
 * The AUROC of novelty scores with the influence of every row, ties counted half.
 *
 * The influences are DeLong's placement values less the AUROC. Exact counts, float64 division.
 *
 * @param id - novelty of in-distribution rows
 * @param ood - novelty of as many rows made from them
 *
 * Source: DeLong, DeLong and Clarke-Pearson 1988.
 */
export function placement(id: Ranked, ood: Ranked): Placement {
  const rows = id.scores.length;
  const influence = new Float64Array(rows);
  let auroc = 0;
  for (let i = 0; i < rows; i++) {
    // The share of in-distribution scores below this out-of-distribution score, …
    const wins = aurocAmong(id.sorted, ood.scores[i]);
    // … and of out-of-distribution scores above this in-distribution score.
    const losses = 1 - aurocAmong(ood.sorted, id.scores[i]);
    influence[i] = wins + losses;
    auroc += wins / rows;
  }
  for (let i = 0; i < rows; i++) influence[i] = influence[i] - 2 * auroc;
  return { auroc, influence };
}

/** How often rows are drawn in each resample: shape [samples][rows]. The same draws for a seed. */
export function resampleCounts(rows: number, samples: number, seed: number): Uint16Array[] {
  const random = new RandomNumbers(seed, 'bootstrap');
  return Array.from({ length: samples }, () => {
    const counts = new Uint16Array(rows);
    for (let i = 0; i < rows; i++) {
      const row = random.integer(rows);
      counts[row] = counts[row] + 1;
    }
    return counts;
  });
}

/**
 * Bootstrap replicates of an AUROC, to first order, by its influences: rows are drawn again in
 * pairs, the in-distribution row with what was made of it. Statistics of the same rows that are
 * resampled with the same counts may be subtracted replicate by replicate.
 */
export function replicatesOf(
  { auroc, influence }: Placement,
  counts: readonly Uint16Array[],
): number[] {
  return counts.map((drawn) => {
    let sum = 0;
    for (let i = 0; i < influence.length; i++) sum += drawn[i] * influence[i];
    return auroc + sum / influence.length;
  });
}
