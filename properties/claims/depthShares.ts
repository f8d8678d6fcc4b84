import { decidedSortsOf } from '../../src/check/subjects.js';
import type { CaseKind } from '../../src/claims/cases.js';
import type { Claim } from '../../src/claims/claim.js';
import type { Subjects } from '../../src/claims/subjects.js';
import { depthIn, depthSorts } from '../../src/evidence/depthSorts.js';
import { outcomeOf } from './outcomeOf.js';

/** So many of 100 decided cases are deep: the ray crosses kinks of two hidden layers or more. */
export const LEAST_DEEP = 30;

/** Of the cases of a sort that a reading decided, how many of 100 are deep. */
export interface DepthShare {
  /** "asPrinted: decided, tied". */
  readonly of: string;
  readonly percent: number;
}

/**
 * The share of deep cases among all that a reading of a claim about rays or ensembles decides, and
 * among those whose tails saturate or are tied, where it decides enough of them to have a share.
 */
export function depthShares<Kind extends CaseKind>(
  claim: Claim<Kind>,
  cases: readonly Subjects[Kind][],
): DepthShare[] {
  if (claim.kind !== 'ray' && claim.kind !== 'ensemble') return [];
  return (['asPrinted', 'repaired'] as const).flatMap((name) => {
    const reading = claim[name];
    if (!reading) return [];
    const counts = new Map<string, number>();
    for (const subject of cases) {
      if (outcomeOf(reading, subject).status === 'skipped') continue;
      for (const sort of decidedSortsOf(subject)) counts.set(sort, (counts.get(sort) ?? 0) + 1);
    }
    return [undefined, 'saturating', 'tied'].flatMap((regime) => {
      const depth = depthIn(Object.fromEntries(counts), regime);
      if (depth === null || depth.decided < ENOUGH * cases.length) return [];
      const of = `${name}: ${depthSorts(regime).decided}`;
      return [{ of, percent: (100 * depth.deep) / depth.decided }];
    });
  });
}

/** With fewer cases than this share a percentage is noise: some claims hardly meet some regimes. */
const ENOUGH = 0.04;
