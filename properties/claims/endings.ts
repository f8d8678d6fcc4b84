import type { Claim } from '../../src/claims/claim.js';
import type { Share } from './describeClaim.js';

/** Cases in which the novelty rises without bound. */
export const endFlagged = (claim: Claim<'detector'>, percent: number) =>
  ending(claim, percent, 'ends flagged');

/** Cases in which the novelty falls without bound. */
export const endBlind = (claim: Claim<'detector'>, percent: number) =>
  ending(claim, percent, 'ends blind');

/** Cases in which the novelty converges. */
export const endAtLimit = (claim: Claim<'detector'>, percent: number) =>
  ending(claim, percent, 'ends at a limit');

/** Cases of one of the sorts that the claim itself tells apart. */
export function ending(claim: Claim<'detector'>, percent: number, sort: string): Share<'detector'> {
  const { sorts } = claim.repaired ?? claim.asPrinted;
  return {
    percent,
    that: sort.replace(/^ends/, 'end'),
    counts: (subject, { asPrinted, repaired }) =>
      (repaired ?? asPrinted).status !== 'skipped' && sorts!(subject).includes(sort),
  };
}
