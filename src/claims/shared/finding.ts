import { CONFIRMED, COULD_NOT_TELL, type Confirmation, contradicted } from '../confirmation.js';
import type { Decision } from '../outcome.js';

/** What numbers show of a statement in one case, and where; null if they cannot tell. */
export type Finding = { readonly shows: Decision; readonly what: string } | null;

/** Numbers bear the statement out: `what` they are, in words. */
export function showsHolding(what: string): Finding {
  return { shows: 'holds', what };
}

/** Numbers are not as the statement has them. */
export function showsFailing(what: string): Finding {
  return { shows: 'fails', what };
}

/** What the numbers say of a decision. */
export function confirmationOf(finding: Finding, decided: Decision): Confirmation {
  if (finding === null) return COULD_NOT_TELL;
  if (finding.shows === decided) return CONFIRMED;
  return contradicted(decided === 'holds' ? finding.what : `decided to fail, but ${finding.what}`);
}

/**
 * The same of a statement of several parts, each with its finding. One that fails settles it; where
 * none does, and it was decided to fail, the part that does may be one that numbers cannot tell.
 */
export function confirmationOfAll(findings: readonly Finding[], decided: Decision): Confirmation {
  const failing = findings.find((finding) => finding?.shows === 'fails');
  if (failing) return confirmationOf(failing, decided);
  if (decided === 'fails' && findings.includes(null)) return COULD_NOT_TELL;
  return confirmationOf(findings.find((finding) => finding !== null) ?? null, decided);
}
