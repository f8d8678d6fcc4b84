import type { Real } from '../exact/real.js';
import { type CertifiedVector, lowerBound, upperBound } from './certifiedVector.js';
import { nearestWithError } from './nearestWithError.js';

/** The classes with the largest slope, and how many slopes had to be computed exactly to tell. */
export interface TopSet {
  /** Ascending. Where `known` is false, all classes that may have the largest slope. */
  readonly top: readonly number[];
  /** Whether the enclosures of the network's constants settle which they are. */
  readonly known: boolean;
  readonly settled: number;
}

/** Exact slopes of the logits, for comparisons that bounds leave open. */
export interface ExactSlopes {
  slope(c: number): Real;
  /** The slope of class c less that of class k: may be known to be 0 where neither slope is known. */
  difference(c: number, k: number): Real;
}

/**
 * Decides which of some entries of a certified vector are the largest: the one place where this is
 * done, for the logits and for the groups of a maximum.
 *
 * Entries whose bounds keep them below some other entry are out. If more than one is left and not
 * all of those are known without error, they are compared exactly, and the vector is updated with
 * what that found.
 *
 * @param entries - the indices to compare; all if absent
 */
export function decideTop(
  slopes: CertifiedVector,
  exactly: ExactSlopes,
  entries: Iterable<number> = slopes.values.keys(),
): TopSet {
  const { values, errors } = slopes;
  const classes = [...entries];
  let floor = -Infinity;
  for (const c of classes) floor = Math.max(floor, lowerBound(values[c], errors[c]));
  // Written so that NaN, of which nothing is known, stays a candidate.
  const candidates = classes.filter((c) => !(upperBound(values[c], errors[c]) < floor));
  if (candidates.length === 1) return { top: candidates, known: true, settled: 0 };
  if (candidates.every((c) => errors[c] === 0)) {
    const largest = Math.max(...candidates.map((c) => values[c]));
    return { top: candidates.filter((c) => values[c] === largest), known: true, settled: 0 };
  }
  for (const c of candidates) {
    const { value, error } = nearestWithError(exactly.slope(c));
    values[c] = value;
    errors[c] = error;
  }
  return { ...largestOf(candidates, exactly), settled: candidates.length };
}

/** Which of some classes have the largest slope. */
export function largestOf(
  classes: readonly number[],
  exactly: Pick<ExactSlopes, 'difference'>,
): { top: readonly number[]; known: boolean } {
  const top = classes.filter((c) => !classes.some((k) => exactly.difference(k, c).sign === 1));
  const known = top.every((c) => exactly.difference(c, top[0]).sign === 0);
  return { top, known };
}
