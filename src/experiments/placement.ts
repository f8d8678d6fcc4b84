import { RandomNumbers } from '../data/index.js';
import { countAtMost, countBelow } from '../metrics/auroc.js';

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

/**
 * The AUROC of novelty scores with the influence of every row, ties counted half.
 *
 * The influences are DeLong's placement values less the AUROC. Exact counts, float64 division.
 *
 * @param id - novelty of in-distribution rows, free of NaN
 * @param ood - novelty of as many rows made from them
 *
 * Source: DeLong, DeLong and Clarke-Pearson 1988.
 */
export function placement(id: Float64Array, ood: Float64Array): Placement {
  const sortedId = id.slice().sort();
  const sortedOod = ood.slice().sort();
  const rows = id.length;
  const influence = new Float64Array(rows);
  let auroc = 0;
  for (let i = 0; i < rows; i++) {
    // The share of in-distribution scores below this out-of-distribution score, …
    const wins = (countBelow(sortedId, ood[i]) + countAtMost(sortedId, ood[i])) / (2 * rows);
    // … and of out-of-distribution scores above this in-distribution score.
    const losses = 1 - (countBelow(sortedOod, id[i]) + countAtMost(sortedOod, id[i])) / (2 * rows);
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
