import type { MaximumOperation } from '../network/operations/maximum.js';
import type { CertifiedGerms } from './certifiedGerms.js';
import { type CertifiedVector, UNIT_ROUNDOFF } from './certifiedVector.js';
import { hullOfGerms, signOfGerm, subtractGerms } from './germ.js';
import { nearestWithError } from './nearestWithError.js';
import { UNKNOWN_PIECE } from './pieceRecord.js';
import { isSwitchedOff } from './switchedOff.js';

/** Pushes the germs of value `input` through a maximum over groups into value `out`. */
export function takeMaximum(
  germs: CertifiedGerms,
  { groups }: MaximumOperation,
  input: number,
  out: number,
  states: Int32Array,
): void {
  for (let g = 0; g < states.length; g++) {
    const winner = winnerOf(germs, input, groups[g]);
    if (winner === UNKNOWN_PIECE) {
      // Nothing is lost by the hull: the largest is one of them.
      states[g] = winner;
      const candidates = Array.from(groups[g], (i) => germs.exact.at(input, i));
      const largest = candidates.filter(
        (x) => !candidates.some((y) => signOfGerm(subtractGerms(y, x)) === 1),
      );
      germs.setGerm(out, g, largest.reduce(hullOfGerms));
      germs.boundary ||= null;
      germs.from.unknown();
      continue;
    }
    states[g] = winner;
    germs.intercepts[out].copyEntry(g, germs.intercepts[input], winner);
    germs.slopes[out].copyEntry(g, germs.slopes[input], winner);
  }
}

function winnerOf(germs: CertifiedGerms, value: number, group: Int32Array): number {
  const a = germs.intercepts[value];
  const b = germs.slopes[value];
  let winner = group[0];
  for (const i of group) if (b.values[i] > b.values[winner]) winner = i;
  const rivals = group.filter(
    (i) => i !== winner && !(b.values[winner] - b.values[i] > slopeSlack(b, winner, i)),
  );
  if (rivals.length === 0) {
    germs.decisions.certified++;
  } else {
    // In the group's order, so that of equal germs the first wins, as in the exact engine.
    const largest = winner;
    const candidates = group.filter((i) => i === largest || rivals.includes(i));
    winner = winnerAmong(germs, value, candidates, a, b);
    if (winner === UNKNOWN_PIECE) return winner;
  }
  for (const i of group) if (i !== winner) crossWinner(germs, value, i, winner, rivals.length > 0);
  return winner;
}

/** Takes note of where the winner of a maximum meets another candidate. */
function crossWinner(
  germs: CertifiedGerms,
  value: number,
  i: number,
  winner: number,
  close: boolean,
): void {
  const a = germs.intercepts[value];
  const b = germs.slopes[value];
  const slope = b.values[winner] - b.values[i];
  // Slopes known to be equal: the two never meet, or never part.
  if (slope === 0 && b.errors[winner] === 0 && b.errors[i] === 0) return;
  const error = slopeSlack(b, winner, i);
  if (close && !(slope > error)) {
    // Too close for the bounds, so both germs have been settled: take the exact difference.
    const [x, y] = [germs.exact.at(value, winner), germs.exact.at(value, i)];
    const apart = subtractGerms(x, y);
    const intercept = nearestWithError(apart.intercept);
    const difference = nearestWithError(apart.slope);
    germs.from.cross(intercept.value, intercept.error, difference.value, difference.error);
    return;
  }
  const intercept = a.values[winner] - a.values[i];
  const slack = a.errors[winner] + a.errors[i] + UNIT_ROUNDOFF * Math.abs(intercept);
  germs.from.cross(intercept, slack * (1 + 2 ** -50), slope, error);
}

/** A bound on the error of the computed difference of two slopes. */
function slopeSlack(b: CertifiedVector, winner: number, i: number): number {
  const difference = Math.abs(b.values[winner] - b.values[i]);
  return (b.errors[winner] + b.errors[i] + UNIT_ROUNDOFF * difference) * (1 + 2 ** -50);
}

/**
 * The lexicographic maximum among candidates whose slopes the bounds could not tell apart;
 * `UNKNOWN_PIECE` where the network's constants are not known well enough.
 */
function winnerAmong(
  germs: CertifiedGerms,
  value: number,
  candidates: Int32Array,
  a: CertifiedVector,
  b: CertifiedVector,
): number {
  const clear = clearWinner(candidates, a, b);
  if (clear !== null) {
    germs.decisions.certified++;
    return clear;
  }
  const known = candidates.every((i) => a.errors[i] === 0 && b.errors[i] === 0);
  let winner = candidates[0];
  if (known) {
    germs.decisions.certified++;
    for (const i of candidates) {
      const slope = b.values[i] - b.values[winner];
      if (slope > 0 || (slope === 0 && a.values[i] > a.values[winner])) winner = i;
    }
  } else {
    for (const i of candidates) germs.settle(value, i);
    const exact = (i: number) => germs.exact.at(value, i);
    for (const i of candidates) {
      const lead = signOfGerm(subtractGerms(exact(i), exact(winner)));
      if (lead === null) return UNKNOWN_PIECE;
      if (lead > 0) winner = i;
    }
  }
  for (const i of candidates) {
    if (i === winner || !equalGerms(germs, value, i, winner, known)) continue;
    const off = [i, winner].every((j) => isSwitchedOff(germs.network, germs.pattern, value, j));
    if (!off) germs.boundary = true;
  }
  return winner;
}

function equalGerms(
  germs: CertifiedGerms,
  value: number,
  i: number,
  j: number,
  known: boolean,
): boolean {
  if (known) {
    const a = germs.intercepts[value].values;
    const b = germs.slopes[value].values;
    return a[i] === a[j] && b[i] === b[j];
  }
  return signOfGerm(subtractGerms(germs.exact.at(value, i), germs.exact.at(value, j))) === 0;
}

/**
 * The winner among candidates whose slopes are known without error, if its intercept certainly
 * exceeds those of the others with the largest slope; null if that is in doubt. At rest (slopes 0)
 * this spares every max-pool window the exact integers.
 */
function clearWinner(
  candidates: Int32Array,
  a: CertifiedVector,
  b: CertifiedVector,
): number | null {
  if (candidates.some((i) => b.errors[i] !== 0)) return null;
  const largest = Math.max(...Array.from(candidates, (i) => b.values[i]));
  const tied = candidates.filter((i) => b.values[i] === largest);
  const winner = tied.reduce((best, i) => (a.values[i] > a.values[best] ? i : best));
  const clear = tied.every((i) => {
    const lead = a.values[winner] - a.values[i];
    return i === winner || lead * (1 - 2 ** -50) > a.errors[winner] + a.errors[i];
  });
  return clear ? winner : null;
}
