import type { CaseKind } from '../../src/claims/cases.js';
import type { Subjects } from '../../src/claims/subjects.js';
import type { Share } from './describeClaim.js';

/** Cases of a sort. */
export function share<Kind extends CaseKind>(
  percent: number,
  that: string,
  counts: (subject: Subjects[Kind]) => boolean,
): Share<Kind> {
  return { percent, that, counts };
}

/** Cases that the claim as printed decides. */
export function meetHypotheses(percent: number): Share<CaseKind> {
  return {
    percent,
    that: 'meet the hypotheses',
    counts: (_, { asPrinted }) => asPrinted.status !== 'skipped',
  };
}

/** Cases that the claim as repaired decides. */
export function meetRepaired(percent: number): Share<CaseKind> {
  return {
    percent,
    that: 'meet those of the repaired statement',
    counts: (_, { repaired }) => repaired !== null && repaired.status !== 'skipped',
  };
}

/** Cases in which the printed statement is true, or false. */
export function decidedAsPrinted(percent: number, status: 'holds' | 'fails'): Share<CaseKind> {
  return {
    percent,
    that: status === 'holds' ? 'bear the printed statement out' : 'are counterexamples',
    counts: (_, { asPrinted }) => asPrinted.status === status,
  };
}

/** Logits of which some are level. */
export const areLevel = (percent: number): Share<'logits'> =>
  share(percent, 'are tied', ({ logits }) => logits.some((row) => new Set(row).size < row.length));

/** Logits of which one is so far ahead that float64 sees no other. */
export const areFarApart = (percent: number): Share<'logits'> =>
  share(percent, 'have a class 40 nats ahead', ({ logits }) =>
    logits.some((row) => {
      const [first, second] = row.toSorted((x, y) => y - x);
      return first - second > 40;
    }),
  );

/** Rays whose tail saturates. */
export const saturate = (percent: number): Share<'ray' | 'detector'> =>
  share(percent, 'saturate', ({ tail }) => tail.regime === 'saturating');

/** Rays along which some classes stay level. */
export const areTied = (percent: number): Share<'ray'> =>
  share(percent, 'are tied', ({ tail }) => tail.regime === 'tied');

/** Rays along which all classes stay level. */
export const areFlat = (percent: number): Share<'ray'> =>
  share(percent, 'are flat', ({ tail }) => tail.regime === 'flat');

/** Rays that stay on a kink for ever. */
export const stayOnBoundary = (percent: number): Share<'ray'> =>
  share(percent, 'stay on a boundary', ({ tail }) => tail.boundary);

/** Ensembles of which every member saturates. */
export const allSaturate = (percent: number): Share<'ensemble'> =>
  share(percent, 'saturate in every member', ({ saturates }) => saturates);

/** Ensembles with a member that does not saturate. */
export const someDoNot = (percent: number): Share<'ensemble'> =>
  share(percent, 'do not in some member', ({ saturates }) => !saturates);

/** Ensembles whose members end with different top classes. */
export const disagree = (percent: number): Share<'ensemble'> =>
  share(
    percent,
    'disagree',
    ({ members }) => new Set(members.map(({ tail }) => tail.top.join())).size > 1,
  );
