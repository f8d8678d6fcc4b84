import { checkOptions, type NanPolicy, scorePair } from './scorePair.js';

/**
 * The area under the ROC curve: the chance that an out-of-distribution input scores higher than an
 * in-distribution one, ties counted half.
 *
 * Infinities are ranked. Arithmetic: exact counts, one float64 division.
 *
 * @param id - novelty of in-distribution inputs
 * @param ood - novelty of out-of-distribution inputs
 * @returns in [0, 1]; 1 is perfect, ½ is chance
 * @throws InputError `empty`, `not_a_number` as `scorePair` does
 *
 * Source: Mann and Whitney 1947; Fawcett 2006.
 *
 * @example
 * ```ts
 * auroc([0, 1], [1, 2]); // 0.875
 * ```
 */
export function auroc(
  id: ArrayLike<number>,
  ood: ArrayLike<number>,
  options: { readonly nan?: NanPolicy } = {},
): number {
  checkOptions('auroc', options);
  const pair = scorePair('auroc', id, ood, options.nan);
  const sorted = pair.id.slice().sort();
  let twiceWins = 0;
  for (const score of pair.ood) {
    twiceWins += twiceBeaten(sorted, score);
  }
  return twiceWins / (2 * pair.id.length * pair.ood.length);
}

/** The AUROC of ascending in-distribution scores against a single one; none of them NaN. */
export function aurocAmong(sorted: Float64Array, score: number): number {
  return twiceBeaten(sorted, score) / (2 * sorted.length);
}

/** Twice the number of scores below one, ties counted half. */
function twiceBeaten(sorted: Float64Array, score: number): number {
  return countBelow(sorted, score) + countAtMost(sorted, score);
}

/** How many entries of an ascending array are less than `score`. */
export function countBelow(sorted: Float64Array, score: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many entries of an ascending array are less than or equal to `score`. */
export function countAtMost(sorted: Float64Array, score: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= score) low = middle + 1;
    else high = middle;
  }
  return low;
}
