import type { CaseKind, Cases } from '../claims/cases.js';
import type { Claim, Reading } from '../claims/claim.js';
import type { Subjects } from '../claims/subjects.js';
import type { Counterexample } from '../evidence/evidence.js';
import { subjectOf } from './subjects.js';

/** A counterexample read back from its recorded values. */
export interface Verification<Kind extends CaseKind> {
  readonly counterexample: Counterexample;
  readonly subject: Subjects[Kind];
  /** Whether the reading fails on the recorded values, decided exactly and in two ways. */
  readonly verified: boolean;
}

/**
 * Writes a case down as JSON, reads it back, and decides it twice: as the search did, and once more
 * by code that shares nothing with that decision. A statement about networks is decided on the tail
 * that plain evaluation of the recorded file at two times gives (`plainTail`); one about logits or
 * curves by its `failsPlainly`.
 */
export function verify<Kind extends CaseKind>(
  claim: Claim<Kind>,
  name: 'asPrinted' | 'repaired',
  source: Cases[Kind],
): Verification<Kind> {
  const reading = claim[name] as Reading<Kind>;
  const recorded = JSON.parse(JSON.stringify(source)) as Cases[Kind];
  const subject = subjectOf(claim.kind, recorded);
  const outcome = reading.check(subject);
  const plainly = outcome.status === 'fails' ? failsPlainly(claim.kind, reading, recorded) : false;
  return {
    subject,
    verified: plainly === true,
    counterexample: {
      ...recorded,
      reason:
        outcome.status === 'fails'
          ? outcome.reason + PLAINLY[`${plainly}`]
          : 'the recorded values do not fail: a fault of the suite',
      explanation: [...(reading.explain?.(subject) ?? []), ...(claim.flaw ? [claim.flaw] : [])],
    },
  };
}

/** What plain evaluation says to what was decided. */
const PLAINLY = {
  true: '',
  false: '; but plain evaluation does not bear that out: a fault of the suite',
  null: '; plain evaluation could not tell, so this is not verified',
} as const;

/** Null if plain evaluation cannot tell. */
function failsPlainly<Kind extends CaseKind>(
  kind: Kind,
  reading: Reading<Kind>,
  recorded: Cases[Kind],
): boolean | null {
  if (reading.failsPlainly) return reading.failsPlainly(recorded);
  const subject = subjectOf(kind, recorded);
  // Of somebody's own claim about logits or curves nothing else is known than its check.
  if (!('restOnPlainEvaluation' in subject)) return true;
  if (!subject.restOnPlainEvaluation()) return null;
  return reading.check(subject).status === 'fails';
}
