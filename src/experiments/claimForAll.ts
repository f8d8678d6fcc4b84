import type { ClaimWords, EmpiricalClaim } from './empiricalClaim.js';
import { type Estimate, intervalOf } from './estimate.js';

/** One of the quantities a claim is about. */
export interface NamedEstimate {
  readonly name: string;
  readonly estimate: Estimate;
}

/**
 * The verdict on "all of these are above a bound": it holds if every 95 % interval lies above it,
 * is refuted if one lies below, and is open otherwise. The estimate shown is the smallest.
 *
 * @returns one claim; none if nothing was measured
 */
export function claimForAll(
  claim: ClaimWords,
  all: readonly NamedEstimate[],
  bound: number,
): EmpiricalClaim[] {
  if (all.length === 0) return [];
  const measured = all.map((one) => ({ ...one, interval: intervalOf(one.estimate) }));
  const least = measured.reduce((a, b) => (b.estimate.value < a.estimate.value ? b : a));
  const below = measured.filter(({ interval }) => interval.upper < bound);
  const above = measured.every(({ interval }) => interval.lower > bound);
  return [
    {
      ...claim,
      verdict: below.length > 0 ? 'refuted' : above ? 'holds' : 'inconclusive',
      estimate: least.estimate.value,
      interval: least.interval,
      remark:
        below.length > 0
          ? `not so: ${below.map(({ name }) => name).join(', ')}`
          : `least: ${least.name}`,
    },
  ];
}
