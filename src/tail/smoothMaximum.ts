import type { MaximumOperation } from '../network/operations/maximum.js';
import { type CertifiedVector, lowerBound, upperBound } from './certifiedVector.js';
import { type SmoothGerms, UndecidedGerm } from './smoothGerms.js';
import { decideTop } from './topSet.js';

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
  const slope = (i: number) => germs.exact.at(input, i).slope;
  const difference = (i: number, j: number) => slope(i).subtract(slope(j));
  const { top, known, settled } = decideTop(germs.slopes[input], { slope, difference }, group);
  if (settled === 0) germs.decisions.certified++;
  germs.decisions.exact += settled;
  if (!known) throw new UndecidedGerm();
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
