import { compareDyadic, type Dyadic } from '../exact/dyadic.js';
import { dyadicToNumber } from '../exact/rational.js';
import { type CertifiedVector, lowerBound, upperBound } from './certifiedVector.js';

/** The classes with the largest slope, and how many slopes had to be computed exactly to tell. */
export interface TopSet {
  /** Ascending. */
  readonly top: number[];
  readonly settled: number;
}

/**
 * Decides which entries of a certified vector are the largest.
 *
 * Entries whose bounds keep them below some other entry are out. If more than one is left and not
 * all of those are known without error, they are compared exactly, and the vector is updated with
 * what that found.
 *
 * @param exactly - the exact value of an entry
 */
export function decideTop(slopes: CertifiedVector, exactly: (c: number) => Dyadic): TopSet {
  const { values, errors } = slopes;
  let floor = -Infinity;
  for (let c = 0; c < values.length; c++)
    floor = Math.max(floor, lowerBound(values[c]!, errors[c]!));
  const candidates: number[] = [];
  // Written so that NaN, of which nothing is known, stays a candidate.
  for (let c = 0; c < values.length; c++) {
    if (!(upperBound(values[c]!, errors[c]!) < floor)) candidates.push(c);
  }
  if (candidates.length === 1) return { top: candidates, settled: 0 };
  if (candidates.every((c) => errors[c] === 0)) {
    const largest = Math.max(...candidates.map((c) => values[c]!));
    return { top: candidates.filter((c) => values[c] === largest), settled: 0 };
  }
  const exact = candidates.map((c) => exactly(c));
  const largest = exact.reduce((best, slope) => (compareDyadic(slope, best) > 0 ? slope : best));
  candidates.forEach((c, n) => {
    values[c] = dyadicToNumber(exact[n]!);
    errors[c] = exact[n]!.mantissa === 0n ? 0 : Math.abs(values[c]!) * 2 ** -52 + Number.MIN_VALUE;
  });
  return {
    top: candidates.filter((_, n) => compareDyadic(exact[n]!, largest) === 0),
    settled: candidates.length,
  };
}
