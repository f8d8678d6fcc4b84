import type { MaximumOperation } from '../network/operations/maximum.js';
import { type CertifiedVector, lowerBound, upperBound } from './certifiedVector.js';
import { type SmoothGerms, UndecidedGerm } from './smoothGerms.js';

/**
 * Pushes germs through maxima: the candidates with the largest slope, compared exactly where bounds
 * leave it open, and of these the largest intercept, enclosed.
 *
 * @throws UndecidedGerm where exact slopes are not known well enough
 */
export function passMaximum(
  germs: SmoothGerms,
  { groups, size }: MaximumOperation,
  input: number,
  out: number,
): void {
  const a = germs.intercepts[input];
  for (let g = 0; g < size; g++) {
    const leaders = steepest(germs, input, groups[g]);
    const [first] = leaders;
    germs.slopes[out].copyEntry(g, germs.slopes[input], first);
    if (leaders.length === 1) germs.intercepts[out].copyEntry(g, a, first);
    else takeLargest(a, leaders, germs.intercepts[out], g);
  }
}

/** The entries of a group with the largest slope. */
function steepest(germs: SmoothGerms, input: number, group: Int32Array): readonly number[] {
  const b = germs.slopes[input];
  let floor = -Infinity;
  for (const i of group) floor = Math.max(floor, lowerBound(b.values[i], b.errors[i]));
  // Written so that NaN, of which nothing is known, stays a candidate.
  const candidates = Array.from(group).filter(
    (i) => !(upperBound(b.values[i], b.errors[i]) < floor),
  );
  if (candidates.length === 1 || candidates.every((i) => b.errors[i] === 0)) {
    germs.decisions.certified++;
    const largest = Math.max(...candidates.map((i) => b.values[i]));
    return candidates.length === 1 ? candidates : candidates.filter((i) => b.values[i] === largest);
  }
  for (const i of candidates) germs.settle(input, i);
  const slope = (i: number) => germs.exact.at(input, i).slope;
  const top = candidates.filter((i) => !candidates.some((j) => slope(j).compare(slope(i)) === 1));
  if (top.some((i) => slope(i).compare(slope(top[0])) !== 0)) throw new UndecidedGerm();
  return top;
}

function takeLargest(
  a: CertifiedVector,
  leaders: readonly number[],
  out: CertifiedVector,
  g: number,
): void {
  let lower = -Infinity;
  let upper = -Infinity;
  for (const i of leaders) {
    lower = Math.max(lower, lowerBound(a.values[i], a.errors[i]));
    upper = Math.max(upper, upperBound(a.values[i], a.errors[i]));
  }
  const isExact = leaders.every((i) => a.errors[i] === 0);
  const middle = isExact
    ? Math.max(...leaders.map((i) => a.values[i]))
    : lower + (upper - lower) / 2;
  out.setEntry(g, Number.isFinite(middle) ? middle : 0);
  if (isExact) return;
  const error = Math.max(upper - middle, middle - lower) * (1 + 2 ** -50);
  out.errors[g] = Number.isFinite(error) ? error : Infinity;
}
