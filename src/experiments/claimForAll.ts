import { holm } from '../metrics/holm.js';
import { chanceBelow } from '../metrics/sampleMean.js';
import { type ClaimWords, type EmpiricalClaim, TOO_FEW_SEEDS } from './empiricalClaim.js';
import { type Estimate, overSeeds } from './estimate.js';
import { quantityOf } from './quantity.js';

/** One of the quantities a claim is about. */
export interface NamedEstimate {
  readonly name: string;
  readonly estimate: Estimate;
}

/** Of one side, as 95 % of two. */
const LEVEL = 0.025;

/**
 * The verdict on "all of these are above a bound", a family of tests: refuted if one is below by
 * Holm's correction for all of them, so that a family of true statements is refuted in 1 of 40 runs
 * at most, however large; holds if every single interval lies above, which needs no correction; open
 * otherwise, and with fewer than five seeds. The estimate shown is the smallest.
 *
 * @returns one claim; none if nothing was measured
 */
export function claimForAll(
  claim: ClaimWords,
  all: readonly NamedEstimate[],
  bound: number,
): EmpiricalClaim[] {
  if (all.length === 0) return [];
  const measured = all.map((one) => ({ ...one, ...quantityOf(one.estimate) }));
  const least = measured.reduce((a, b) => (b.value < a.value ? b : a));
  const { value: estimate, interval, basis } = least;
  if (basis === 'rows') {
    const remark = `${TOO_FEW_SEEDS}; least: ${least.name}`;
    return [{ ...claim, verdict: 'inconclusive', estimate, interval, basis, remark }];
  }
  const chances = holm(all.map((one) => chanceBelow(overSeeds(one.estimate), bound)));
  const below = measured.filter((_, k) => chances[k] < LEVEL);
  const above = measured.every((one) => one.interval.lower > bound);
  return [
    {
      ...claim,
      verdict: below.length > 0 ? 'refuted' : above ? 'holds' : 'inconclusive',
      estimate,
      interval,
      basis,
      remark:
        below.length > 0
          ? `not so: ${below.map(({ name }) => name).join(', ')}`
          : `least: ${least.name}`,
    },
  ];
}
